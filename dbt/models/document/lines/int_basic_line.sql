-- Basic expenditure by economic subject: the columns (in finals the lists) say personnel or operating, a total where they do not.
with figures as (
    select * from {{ ref('int_usable_amount') }}
    where
        table_kind = 'general_budget_basic_by_economic' and row_entity = 'subject' and subject_level is not null
        and row_role is null and is_leaf and is_own_stage
),

chosen as (
    select
        *,
        coalesce(sum_role = 'part' and nature in ('personnel', 'operating'), false) as is_split,
        row_number() over (
            partition by table_key, position order by case sum_role when 'total' then 0 else 1 end, column_number
        ) as preference
    from figures
)

select
    document_key,
    amount_stage as stage,
    code,
    fund,
    case when is_split then nature else 'not_stated' end as nature,
    amount_yuan,
    half_unit_yuan as tolerance_yuan,
    {{ own_term('amount_key') }} as terms
from chosen
where amount_yuan <> 0
qualify is_split or (not bool_or(is_split) over (partition by table_key, position) and preference = 1)
