{{ sound_rows('cell') }}
