{{ sound_rows('row_text') }}
