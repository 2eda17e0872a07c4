select
    document_key || '-p' as prose_figure_key, document_key, 1 as page_number, 1 as sentence_number, 1 as figure_number,
    '说明' as heading, '共' as phrase, '支出共3元。' as sentence, '3元' as figure_text, '元' as unit, 3::decimal(24, 2) as amount_yuan,
    null::double as x0, null::double as top, null::double as x1, null::double as bottom
from {{ ref('dim_document') }} where status = 'loaded'
