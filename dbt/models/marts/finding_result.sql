select
    finding_key,
    unnest(result_keys) as result_key
from {{ ref('int_fault') }}
