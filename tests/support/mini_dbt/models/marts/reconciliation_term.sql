select
    table_key || '-total' as result_key, amount_key, null::varchar as prose_figure_key, case when row_label = '合计' then 'left' else 'right' end as side,
    1 as sign, document_key, false as spans_documents
from {{ ref('published_amount') }}
