-- One row per deepest functional row and nature: the figures of the expenditure tables of a speaking document.
with figures as (
    select
        *,
        coalesce(nature, 'total') as printed_nature,
        case when table_kind = 'expenditure' then 'all_funds' else fund end as cut
    from {{ ref('int_spoken_amount') }}
    where
        table_kind in ('expenditure', 'general_budget_by_function', 'government_fund', 'state_capital')
        and row_entity = 'subject' and classification = 'functional' and subject_level is not null
        and row_role is null and is_leaf and is_own_stage
        -- Columns of revenue and of what is carried over are no expenditure of the year.
        and coalesce(side, 'expenditure') = 'expenditure' and period is null
        and (table_kind <> 'expenditure' or fund is null)
)

select
    amount_key,
    document_key,
    table_key,
    position,
    cut,
    code,
    printed_nature,
    amount_yuan,
    half_unit_yuan
from figures
-- Of one row and nature a total column speaks for the parts that it sums.
qualify row_number() over (
    partition by table_key, position, printed_nature
    order by case sum_role when 'total' then 0 else 1 end, column_number
) = 1
