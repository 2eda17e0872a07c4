{{ active_rows('statement') }}
