{{ active_rows('line') }}
