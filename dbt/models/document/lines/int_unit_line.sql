-- What a document prints for the units that its tables list, by unit, fund and nature. Grain: one printed amount.
-- Which units it speaks for, the corpus stage decides.
with figures as (
    select * from {{ ref('int_usable_amount') }} where is_own_stage
),

-- By-unit table of the general budget: the natures that a unit's row prints, a total only where it prints no part.
by_unit as (
    select
        *,
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
    select *
    from figures
    where
        table_kind = 'project' and row_entity = 'project' and is_leaf and unit_label is not null and sum_role = 'part'
        and fund in ('special_fiscal_account', 'unit_funds', 'government_fund', 'state_capital')
)

select
    amount_key,
    document_key,
    amount_fiscal_year as fiscal_year,
    amount_stage as stage,
    {{ normalise_name('row_label') }} as name_key,
    row_label as unit_name,
    row_code as unit_code,
    fund,
    line_nature as nature,
    amount_yuan
from by_unit
where amount_yuan <> 0
union all
select
    amount_key,
    document_key,
    amount_fiscal_year as fiscal_year,
    amount_stage as stage,
    {{ normalise_name('unit_label') }} as name_key,
    unit_label as unit_name,
    null as unit_code,
    fund,
    'project' as nature,
    amount_yuan
from by_project
where amount_yuan <> 0
