{{ active_rows('table') }}
