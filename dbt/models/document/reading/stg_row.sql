{{ sound_rows('row') }}
