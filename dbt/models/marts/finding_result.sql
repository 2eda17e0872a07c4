select
    finding_key,
    result_key
from {{ ref('int_finding_result') }}
