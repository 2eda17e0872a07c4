with amounts as (
    select
        finding_key,
        unnest(amounts) as amount
    from {{ ref('int_fault') }}
)

select
    finding_key,
    amount.amount_key,
    amount.role,
    amount.shift_yuan
from amounts
