{{ sound_rows('declared_term') }}
