-- What a department's document prints for units that have no speaking document of their own: one row per unit, fund and nature.
with figures as (
    select * from {{ ref('int_spoken_amount') }} where level = 'department' and is_own_stage
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
    select
        document_key,
        department_key,
        amount_fiscal_year as fiscal_year,
        amount_stage as stage,
        name_key,
        row_label as unit_name,
        fund,
        line_nature as nature,
        amount_yuan
    from by_unit
    union all
    select
        document_key,
        department_key,
        amount_fiscal_year as fiscal_year,
        amount_stage as stage,
        name_key,
        unit_label as unit_name,
        fund,
        line_nature as nature,
        amount_yuan
    from by_project
),

own_documents as (
    select
        unit_key,
        fiscal_year,
        stage
    from {{ ref('int_disclosure') }}
    where superseded_by is null and coalesce(level, 'unit') <> 'department'
),

-- Each unit once: of two departments' documents that print one unit, one speaks.
chosen as (
    select
        *,
        {{ body_key("'unit'", 'name_key') }} as unit_key
    from lines
    where amount_yuan <> 0
    qualify dense_rank() over (partition by name_key, fiscal_year, stage order by document_key) = 1
)

select
    chosen.unit_key,
    chosen.document_key,
    chosen.fiscal_year,
    chosen.stage,
    chosen.fund,
    chosen.nature,
    min(chosen.unit_name) as unit_name,
    min(chosen.department_key) as department_key,
    sum(chosen.amount_yuan) as amount_yuan
from chosen
left join own_documents
    on
        chosen.unit_key = own_documents.unit_key
        and chosen.fiscal_year = own_documents.fiscal_year
        and case chosen.stage when 'final' then 'final' else 'budget' end = own_documents.stage
where own_documents.unit_key is null
group by chosen.unit_key, chosen.document_key, chosen.fiscal_year, chosen.stage, chosen.fund, chosen.nature
