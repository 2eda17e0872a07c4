{{ active_rows('page') }}
