-- Revenue: by functional subject where it is printed so, else the total row; columns by fund, this year's or carried over.
with figures as (
    select
        *,
        bool_or(row_entity = 'subject' and subject_level is not null and row_role is null) over (partition by table_key) as is_by_subject
    from {{ ref('int_spoken_amount') }}
    where table_kind = 'revenue' and sum_role = 'part' and fund is not null and is_own_stage
)

select
    document_key,
    amount_stage as stage,
    case when is_by_subject then code else '' end as code,
    fund || coalesce(':' || fund_detail, '') as fund,
    -- 收入决算表 prints the revenue of the year alone.
    coalesce(period, case document_stage when 'final' then 'this_year' else 'not_stated' end) as nature,
    amount_yuan,
    half_unit_yuan as tolerance_yuan,
    {{ own_term('amount_key') }} as terms
from figures
where
    amount_yuan <> 0
    and case
        when is_by_subject then row_entity = 'subject' and subject_level is not null and row_role is null and is_leaf
        else row_role = 'total'
    end
