-- What a department's tables print of each of its units, by what 整体支出绩效目标表 of the unit would call it.
with unit_rows as (
    select * from {{ ref('int_comparable_amount') }} where is_unit_row and is_own_year
),

-- A unit all of whose money is of the general budget, by its department's tables of revenue and by unit.
general_only as (
    select
        general.document_key,
        general.stated_of_key
    from unit_rows as general
    inner join unit_rows as revenue
        on
            general.document_key = revenue.document_key
            and general.stated_of_key = revenue.stated_of_key
            and general.column_key = replace(revenue.column_key, 'total|-', 'total|general_public_budget')
    where
        general.table_kind = 'general_budget_by_unit' and revenue.table_kind = 'revenue'
        and general.column_key like 'total|general_public_budget|-|-|-|-|%'
        and revenue.column_key like 'total|-|-|-|-|-|%'
        and general.amount_yuan = revenue.amount_yuan
),

meant as (
    select
        *,
        unnest(['revenue total', 'expenditure total']) as meaning
    from unit_rows
    where table_kind = 'revenue' and column_key like 'total|-|-|-|-|-|%'
    union all
    select
        *,
        'fiscal' as meaning
    from unit_rows
    where table_kind = 'revenue' and fund in ('general_public_budget', 'government_fund', 'state_capital')
    union all
    select
        unit_rows.*,
        'basic' as meaning
    from unit_rows
    inner join general_only
        on unit_rows.document_key = general_only.document_key and unit_rows.stated_of_key = general_only.stated_of_key
    where
        unit_rows.table_kind = 'general_budget_by_unit'
        and (unit_rows.column_key like '%|personnel|%' or unit_rows.column_key like '%|operating|%')
)

select
    document_key,
    stated_of_key,
    stated_year,
    stated_stage,
    amount_key,
    meaning
from meant
union all
select
    document_key,
    unit_key as stated_of_key,
    stated_year,
    stated_stage,
    amount_key,
    'project' as meaning
from {{ ref('int_unit_project') }}
where column_key like 'total|%'
