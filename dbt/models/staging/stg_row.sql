{{ active_rows('row') }}
