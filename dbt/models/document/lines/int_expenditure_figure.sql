-- One row per deepest functional row and nature: the figures of the expenditure tables of a document.
with figures as (
    select
        *,
        row_entity = 'subject' and classification = 'functional' and subject_level is not null as is_subject,
        table_kind in ('expenditure', 'revenue_expenditure_summary') as is_all_funds
    from {{ ref('int_usable_amount') }}
    where
        table_kind in ('expenditure', 'revenue_expenditure_summary', 'general_budget_by_function', 'government_fund', 'state_capital')
        and row_role is null and is_leaf and is_own_stage and not is_beside_the_year
        -- Columns of revenue and of what is carried over are no expenditure of the year.
        and coalesce(side, 'expenditure') = 'expenditure' and period is null
        and (table_kind not in ('expenditure', 'revenue_expenditure_summary') or fund is null)
),

-- Where a place prints no subjects for a fund, its lines by class speak: 收支总表 where 支出总表 is not by function.
chosen as (
    select
        *,
        case when is_all_funds then 'all_funds' else fund end as cut,
        case when is_subject then code else class_code end as functional_code,
        coalesce(nature, 'total') as printed_nature
    from figures
    where is_subject or (row_entity = 'line' and class_code is not null)
    qualify is_subject or not bool_or(is_subject) over (partition by document_key, cut)
)

select
    amount_key,
    document_key,
    table_key,
    position,
    cut,
    functional_code as code,
    printed_nature,
    amount_yuan,
    half_unit_yuan
from chosen
-- Of one row and nature a total column speaks for the parts that it sums.
qualify row_number() over (
    partition by table_key, position, printed_nature
    order by case sum_role when 'total' then 0 else 1 end, column_number
) = 1
