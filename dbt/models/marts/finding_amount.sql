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
-- Figures of the narrative are told by the summary and by reconciliation_term.
where amount.amount_key in (select amount_key from {{ ref('int_amount') }})
