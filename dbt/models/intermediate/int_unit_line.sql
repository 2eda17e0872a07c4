-- What a department's document prints for units that have no speaking document of their own: one row per unit, fund and nature.
with figures as (
    select
        figures.*,
        disclosures.department_key,
        disclosures.fiscal_year,
        below.parent_position is null as is_leaf
    from {{ ref('int_amount') }} as figures
    inner join {{ ref('int_disclosure') }} as disclosures on figures.document_key = disclosures.document_key
    left join (select distinct table_key, parent_position from {{ ref('int_row_outline') }} where parent_position is not null) as below
        on figures.table_key = below.table_key and figures.position = below.parent_position
    where
        disclosures.superseded_by is null and disclosures.level = 'department'
        and figures.measure = 'money' and not figures.is_repeat and figures.reading in ('exact', 'repaired')
        and figures.amount_yuan is not null and figures.sum_role <> 'of_which'
        and figures.amount_fiscal_year = disclosures.fiscal_year
        and figures.amount_stage = case disclosures.stage when 'final' then 'final' else 'original_budget' end
),

-- By-unit table of the general budget: the natures that a unit's row prints, a total only where it prints no part.
by_unit as (
    select
        *,
        {{ normalise_name('row_label') }} as name_key,
        coalesce(nature, 'not_stated') as line_nature
    from figures
    where table_kind = 'general_budget_by_unit' and row_entity = 'unit' and is_leaf and row_role is null
    qualify
        sum_role = 'part'
        or not bool_or(sum_role = 'part')
            over (partition by table_key, position, case when {{ nature_group('nature') }} = 'basic' then 'basic' end)
        and nature is not null
        or not bool_or(nature is not null) over (partition by table_key, position)
),

-- Project money of other funds, which the by-unit table leaves out.
by_project as (
    select
        *,
        {{ normalise_name('unit_label') }} as name_key,
        'project' as line_nature
    from figures
    where
        table_kind = 'project' and row_entity = 'project' and is_leaf and unit_label is not null and sum_role = 'part'
        and fund in ('special_fiscal_account', 'unit_funds', 'government_fund', 'state_capital')
),

lines as (
    select document_key, department_key, fiscal_year, amount_stage as stage, name_key, fund, line_nature as nature, amount_yuan from by_unit
    union all
    select document_key, department_key, fiscal_year, amount_stage as stage, name_key, fund, line_nature as nature, amount_yuan from by_project
),

own_documents as (
    select
        unit_key,
        fiscal_year,
        stage
    from {{ ref('int_disclosure') }}
    where superseded_by is null and coalesce(level, 'unit') <> 'department'
)

select
    {{ body_key("'unit'", 'lines.name_key') }} as unit_key,
    lines.department_key,
    lines.document_key,
    lines.fiscal_year,
    lines.stage,
    lines.fund,
    lines.nature,
    sum(lines.amount_yuan) as amount_yuan
from lines
left join own_documents
    on
        {{ body_key("'unit'", 'lines.name_key') }} = own_documents.unit_key
        and lines.fiscal_year = own_documents.fiscal_year
        and case lines.stage when 'final' then 'final' else 'budget' end = own_documents.stage
where own_documents.unit_key is null and lines.amount_yuan <> 0
group by 1, 2, 3, 4, 5, 6, 7
