select
    md5(result_key || '|' || side || '|' || amount_key)[1:16] as term_key,
    result_key,
    amount_key,
    side,
    sign
from {{ ref('int_result_term') }}
