-- Which amounts each result used, on which side and with which sign.
with department_terms as (
    select
        result_key,
        unit_amount_keys,
        unnest(list_distinct(amount_keys)) as amount_key
    from {{ ref('int_department_check') }}
)

select
    result_key,
    amount_key,
    side,
    cast(sign as integer) as sign
from {{ ref('int_identity_term') }}
union all
select
    result_key,
    amount_key,
    case when list_contains(unit_amount_keys, amount_key) then 'left' else 'right' end as side,
    1 as sign
from department_terms
