-- Printed sums that the lines of a fact have to add up to: the whole, its classes and sections, each as a whole and by nature.
-- Grain: one sum (family, code, empty for the whole) and nature, `total` where it is of all natures.
with figures as (
    select * from {{ ref('int_usable_amount') }}
    where is_own_stage and not is_beside_the_year and period is null and coalesce(side, 'expenditure') = 'expenditure'
),

controls as (
    select * from {{ ref('int_document_control') }} where printed_amount_key is not null
),

expenditure as (
    select
        *,
        'expenditure' as family,
        coalesce(nature, 'total') as sum_nature,
        case when row_entity = 'line' then class_code else code end as sum_code
    from figures
    where
        fund is null
        and (
            (
                table_kind = 'expenditure' and row_entity = 'subject' and classification = 'functional'
                and subject_level in ('class', 'section')
            )
            or (
                table_kind = 'revenue_expenditure_summary' and row_entity = 'line' and class_code is not null
                and row_role is null and nature is null
            )
        )
),

-- The total row tells the natures of the whole where it prints the same whole.
expenditure_totals as (
    select
        totals.*,
        'expenditure' as family,
        coalesce(totals.nature, 'total') as sum_nature,
        '' as sum_code
    from figures as totals
    inner join controls on totals.document_key = controls.document_key
    where totals.fund is null and totals.table_kind = 'expenditure' and totals.row_role = 'total'
    qualify
        bool_or(totals.nature is null and totals.amount_yuan = controls.printed_yuan)
            over (partition by totals.table_key, totals.position)
),

basic as (
    select
        *,
        'basic' as family,
        case when sum_role = 'part' and nature in ('personnel', 'operating') then nature else 'total' end as sum_nature,
        case when row_role = 'total' then '' else code end as sum_code
    from figures
    where
        table_kind = 'general_budget_basic_by_economic'
        and (row_role = 'total' or (row_entity = 'subject' and subject_level = 'class' and row_role is null))
),

sums as (
    select * from expenditure
    union all by name
    select * from expenditure_totals
    union all by name
    select * from basic
),

-- Of one row and nature a total column speaks for the parts that it sums, and 支出总表 before 收支总表.
chosen as (
    select *
    from sums
    qualify
        row_number() over (
            partition by table_key, position, family, sum_nature
            order by case sum_role when 'total' then 0 else 1 end, column_number
        ) = 1
        and dense_rank() over (
            partition by document_key, family, sum_code order by case table_kind when 'revenue_expenditure_summary' then 1 else 0 end
        ) = 1
),

-- A sum that is printed several times (unit by unit, or twice) is not one that the lines have to add up to.
single as (
    select * from chosen
    qualify count(*) over (partition by document_key, family, sum_code, sum_nature) = 1
)

select
    document_key,
    family,
    amount_stage as stage,
    sum_code as code,
    sum_nature as nature,
    amount_yuan,
    half_unit_yuan,
    amount_key
from single
where family <> 'expenditure' or sum_code <> '' or sum_nature <> 'total'
union all
select
    controls.document_key,
    'expenditure' as family,
    case documents.stage when 'final' then 'final' else 'original_budget' end as stage,
    '' as code,
    'total' as nature,
    controls.printed_yuan as amount_yuan,
    controls.half_unit_yuan,
    controls.printed_amount_key as amount_key
from controls
inner join {{ ref('int_document') }} as documents on controls.document_key = documents.document_key
