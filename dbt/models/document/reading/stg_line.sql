-- Lines of text outside tables, as far as they say something, and whether they are the title of a table by themselves.
with sound as (
    {{ sound_documents('line') }}
)

select
    document_key,
    page_number,
    line_number,
    trim(text) as line_text,
    plain_text,
    role,
    table_key,
    -- Most lines end otherwise, and the pattern of an end is quickly asked.
    length(plain_text) between 4 and 80
    and regexp_matches(plain_text, {{ table_pattern('title_end') }})
    and regexp_matches(plain_text, {{ table_pattern('title_line') }}) as is_title
from sound
where plain_text <> ''
