{{ active_rows('cell') }}
