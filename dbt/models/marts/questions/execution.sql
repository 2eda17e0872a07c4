{{ config(materialized='table') }}
-- Budget beside final accounts: the same body, year, subject and fund. Natures are added up, for papers split them differently.
with amounts as (
    select
        unit_key,
        fiscal_year,
        subject_key,
        fund,
        max(document_key) filter (where stage = 'original_budget') as budget_document_key,
        max(document_key) filter (where stage = 'final') as final_document_key,
        sum(amount_yuan) filter (where stage = 'original_budget') as original_budget_yuan,
        sum(amount_yuan) filter (where stage = 'adjusted_budget') as adjusted_budget_yuan,
        sum(amount_yuan) filter (where stage = 'final') as final_yuan
    from {{ ref('fact_expenditure') }}
    group by unit_key, fiscal_year, subject_key, fund
),

-- Where a body publishes only one of the two, nothing is compared.
compared as (
    select
        *,
        count(original_budget_yuan) over body > 0 and count(final_yuan) over body > 0 as has_both
    from amounts
    window body as (partition by unit_key, fiscal_year)
)

select
    md5(concat_ws('|', compared.unit_key, compared.fiscal_year, compared.subject_key, compared.fund))[1:16] as execution_key,
    compared.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    compared.fiscal_year,
    make_date(compared.fiscal_year, 1, 1) as year_start,
    compared.subject_key,
    subjects.code as subject_code,
    subjects.name_full as subject_name_full,
    subjects.class_code,
    subjects.class_name,
    compared.fund,
    cast(compared.original_budget_yuan as decimal(24, 2)) as original_budget_yuan,
    cast(compared.adjusted_budget_yuan as decimal(24, 2)) as adjusted_budget_yuan,
    cast(compared.final_yuan as decimal(24, 2)) as final_yuan,
    cast(coalesce(compared.final_yuan, 0) - coalesce(compared.original_budget_yuan, 0) as decimal(24, 2)) as difference_yuan,
    case
        when compared.original_budget_yuan > 0
            then cast(coalesce(compared.final_yuan, 0) / compared.original_budget_yuan as decimal(18, 6))
    end as execution_share,
    compared.original_budget_yuan is not null and compared.final_yuan is not null as is_in_both,
    compared.budget_document_key,
    compared.final_document_key
from compared
left join {{ ref('dim_unit') }} as units on compared.unit_key = units.unit_key
left join {{ ref('dim_subject') }} as subjects on compared.subject_key = subjects.subject_key
where compared.has_both
