select
    md5(concat_ws('|', document_key, table_key, result_key, promise))[1:16] as set_aside_key,
    document_key,
    table_key,
    result_key,
    part,
    promise,
    detail,
    page_number,
    rule_id
from {{ ref('int_set_aside') }}
