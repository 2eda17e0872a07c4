select
    md5(concat_ws('|', table_key, page_number))[1:16] as table_page_key,
    document_key,
    table_key,
    page_number,
    figures_top,
    caption_top,
    line_bottom
from {{ ref('doc_table_page') }}
