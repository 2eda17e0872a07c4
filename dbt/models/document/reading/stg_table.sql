{{ sound_rows('table') }}
