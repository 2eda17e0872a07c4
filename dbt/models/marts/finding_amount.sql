with amounts as (
    select
        finding_key,
        unnest(amounts) as amount
    from {{ ref('int_fault') }}
)

-- What is held to be wrong is an amount of a table or a figure of the narrative.
select
    amounts.finding_key,
    published.amount_key,
    case when published.amount_key is null then amounts.amount.amount_key end as prose_figure_key,
    amounts.amount.role,
    amounts.amount.shift_yuan
from amounts
left join {{ ref('int_amount') }} as published on amounts.amount.amount_key = published.amount_key
