{{ sound_rows('column') }}
