{{ active_rows('column') }}
