-- Lines of text outside tables, as far as they say something.
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
    table_key
from sound
where plain_text <> ''
