-- Revenue: by functional subject where it is printed so, else the total row; columns by fund, this year's or carried over.
with figures as (
    select
        *,
        bool_or(row_entity = 'subject' and subject_level is not null and row_role is null) over (partition by table_key) as is_by_subject,
        sum(amount_yuan) filter (where sum_role = 'total') over one_fund as total_yuan,
        coalesce(sum(amount_yuan) filter (where sum_role = 'part') over one_fund, 0) as parts_yuan,
        half_unit_yuan * count(*) over one_fund as bound_yuan
    from {{ ref('int_usable_amount') }}
    where table_kind = 'revenue' and fund is not null and is_own_stage
    window one_fund as (partition by table_key, position, fund, period)
)

select
    document_key,
    amount_stage as stage,
    case when is_by_subject then code else '' end as code,
    concat_ws(':', fund, fund_detail) as fund,
    -- 收入决算表 prints the revenue of the year alone.
    coalesce(period, case document_stage when 'final' then 'this_year' else 'not_stated' end) as nature,
    amount_yuan,
    half_unit_yuan as tolerance_yuan,
    {{ own_term('amount_key') }} as terms
from figures
where
    amount_yuan <> 0
    -- The columns of a fund speak for its total where they add up to it, else the total speaks.
    and sum_role = case when total_yuan is null or abs(total_yuan - parts_yuan) <= bound_yuan then 'part' else 'total' end
    and case
        when is_by_subject then row_entity = 'subject' and subject_level is not null and row_role is null and is_leaf
        else row_role = 'total'
    end
