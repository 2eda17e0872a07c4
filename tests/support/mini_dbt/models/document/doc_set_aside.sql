select
    document_key, table_key, null::varchar as result_key, 'document' as part, 'no row is odd' as promise,
    'row ' || row_number as detail, page_number, null::varchar as rule_id
from {{ source('raw', 'row') }} where row_label = 'odd'
