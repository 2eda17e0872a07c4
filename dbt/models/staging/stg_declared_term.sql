{{ active_rows('declared_term') }}
