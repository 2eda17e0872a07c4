select
    document_key || '-t1' as table_key, document_key, 'revenue_expenditure_summary' as table_kind,
    '表1' as table_number, '收支总表' as table_title, '元' as printed_unit, 1 as page_from, 1 as page_to,
    1 as table_ordinal, false as declared_empty, null::varchar as note
from {{ ref('dim_document') }} where status = 'loaded'
