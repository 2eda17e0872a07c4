-- What each speaking document says for each family of facts, one row per deepest code, fund and nature. Later models only place it on units.
with figures as (
    select
        figures.*,
        outline.parent_position is null as is_leaf
    from {{ ref('int_amount') }} as figures
    inner join {{ ref('int_disclosure') }} as disclosures on figures.document_key = disclosures.document_key
    left join (select distinct table_key, parent_position from {{ ref('int_row_outline') }} where parent_position is not null) as outline
        on figures.table_key = outline.table_key and figures.position = outline.parent_position
    where
        disclosures.superseded_by is null
        and figures.measure = 'money' and not figures.is_repeat and figures.reading in ('exact', 'repaired')
        and figures.amount_yuan is not null and figures.sum_role <> 'of_which'
        and figures.amount_fiscal_year = disclosures.fiscal_year
),

expenditure as (
    select
        lines.document_key,
        'expenditure' as family,
        case disclosures.stage when 'final' then 'final' else 'original_budget' end as stage,
        lines.code,
        lines.fund,
        lines.nature,
        lines.amount_yuan,
        lines.tolerance_yuan,
        lines.amount_keys,
        lines.derived
    from {{ ref('int_expenditure_line') }} as lines
    inner join {{ ref('int_disclosure') }} as disclosures on lines.document_key = disclosures.document_key
),

-- Basic expenditure by economic subject: the columns (in finals the lists) say personnel or operating; a total speaks where they do not.
basic as (
    select
        *,
        coalesce(nullif(nature, 'basic'), 'not_stated') as basic_nature
    from figures
    where
        table_kind = 'general_budget_basic_by_economic' and row_entity = 'subject' and classification = 'economic'
        and is_leaf and row_role is null
    qualify
        sum_role = 'part' and nature in ('personnel', 'operating')
        or not bool_or(sum_role = 'part' and nature in ('personnel', 'operating')) over (partition by table_key, position)
        and row_number() over (partition by table_key, position order by case sum_role when 'total' then 0 else 1 end, column_number) = 1
),

-- Revenue: by subject where it is printed so, else the total row; columns by fund, this year's or carried over.
revenue as (
    select
        *,
        case when row_entity = 'subject' and classification = 'functional' then code end as subject_code,
        bool_or(row_entity = 'subject' and row_role is null) over (partition by table_key) as is_by_subject
    from figures
    where table_kind = 'revenue' and sum_role = 'part' and fund is not null
),

three_public as (
    select
        *,
        bool_or(item in ('vehicle_purchase', 'vehicle_running')) over (partition by table_key, position, amount_stage) as has_vehicle_parts,
        bool_or(row_role = 'total') over (partition by table_key) as has_total_row,
        row_number() over (partition by table_key, column_number order by position) as row_order
    from figures
    where table_kind = 'three_public' and item is not null and item not in ('three_public', 'operating_cost')
)

select * from expenditure
union all
select
    document_key, 'basic' as family, amount_stage as stage, code, fund, basic_nature as nature,
    amount_yuan, half_unit_yuan as tolerance_yuan, [amount_key] as amount_keys, false as derived
from basic
where amount_yuan <> 0
union all
select
    document_key, 'revenue' as family, amount_stage as stage, coalesce(subject_code, '') as code,
    fund || coalesce(':' || fund_detail, '') as fund,
    coalesce(period, case document_stage when 'final' then 'this_year' else 'not_stated' end) as nature,
    amount_yuan, half_unit_yuan as tolerance_yuan, [amount_key] as amount_keys, false as derived
from revenue
where amount_yuan <> 0 and case when is_by_subject then is_leaf and row_role is null and row_entity = 'subject' else row_role = 'total' end
union all
select
    document_key, 'three_public' as family, amount_stage as stage, item as code, 'fiscal_appropriation' as fund, 'three_public' as nature,
    amount_yuan, half_unit_yuan as tolerance_yuan, [amount_key] as amount_keys, false as derived
from three_public
where
    amount_yuan <> 0
    and not (item = 'vehicles' and has_vehicle_parts)
    and case when has_total_row then row_role = 'total' else row_order = 1 end
