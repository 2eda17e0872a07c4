-- What a document prints for the units that its tables list, by unit, fund and nature. Grain: one printed amount.
-- Which units it speaks for, the corpus stage decides.
with figures as (
    select * from {{ ref('int_usable_amount') }} where is_own_stage
),

-- By-unit table of the general budget: the natures that a unit's row prints, a total only where it prints no part.
by_unit as (
    select
        *,
        row_label as unit_name,
        row_code as unit_code,
        coalesce(nature, 'not_stated') as unit_nature
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
        unit_label as unit_name,
        'project' as unit_nature
    from figures
    where
        table_kind = 'project' and row_entity = 'project' and is_leaf and unit_label is not null and sum_role = 'part'
        and fund in ('special_fiscal_account', 'unit_funds', 'government_fund', 'state_capital')
),

all_expenditure as (
    select
        *,
        row_label as unit_name,
        row_code as unit_code,
        nature as unit_nature
    from {{ ref('int_unit_expenditure_figure') }}
),

-- Beside a table of all expenditure by unit the others tell nothing more.
lines as (
    select * from all_expenditure
    union all by name
    select * from by_unit
    where document_key not in (select all_expenditure.document_key from all_expenditure)
    union all by name
    select * from by_project
    where document_key not in (select all_expenditure.document_key from all_expenditure)
)

select
    amount_key,
    document_key,
    amount_fiscal_year as fiscal_year,
    amount_stage as stage,
    {{ normalise_name('unit_name') }} as name_key,
    unit_name,
    unit_code,
    fund,
    unit_nature as nature,
    amount_yuan
from lines
where amount_yuan <> 0
