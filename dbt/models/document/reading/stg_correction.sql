-- Corrections that a person decided, one row per amount.
select
    amount_key,
    line_number,
    file as file_name,
    printed,
    corrected,
    reason,
    decided_by,
    decided_on
from {{ source('raw', 'correction') }}
