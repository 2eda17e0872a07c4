{{ config(materialized='table') }}
-- A year beside the one before: the same body, stage, class and fund, each from its own paper. By class, for items are renumbered.
with amounts as (
    select
        facts.unit_key,
        facts.fiscal_year,
        facts.stage,
        coalesce(subjects.class_code, '') as class_code,
        facts.fund,
        max(facts.document_key) as document_key,
        sum(facts.amount_yuan) as amount_yuan
    from {{ ref('fact_expenditure') }} as facts
    left join {{ ref('dim_subject') }} as subjects on facts.subject_key = subjects.subject_key
    group by facts.unit_key, facts.fiscal_year, facts.stage, coalesce(subjects.class_code, ''), facts.fund
),

papers as (
    select
        unit_key,
        fiscal_year,
        stage,
        max(document_key) as document_key
    from amounts
    group by unit_key, fiscal_year, stage
),

pairs as (
    select
        this_year.unit_key,
        this_year.fiscal_year,
        this_year.stage,
        this_year.document_key,
        last_year.document_key as last_document_key
    from papers as this_year
    inner join papers as last_year
        on
            this_year.unit_key = last_year.unit_key and this_year.stage = last_year.stage
            and this_year.fiscal_year = last_year.fiscal_year + 1
),

keys as (
    select
        pairs.*,
        amounts.class_code,
        amounts.fund
    from pairs
    inner join amounts
        on
            pairs.unit_key = amounts.unit_key and pairs.stage = amounts.stage
            and amounts.fiscal_year in (pairs.fiscal_year, pairs.fiscal_year - 1)
    group by all
)

select
    md5(concat_ws('|', keys.unit_key, keys.fiscal_year, keys.stage, keys.class_code, keys.fund))[1:16] as year_on_year_key,
    keys.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    keys.fiscal_year,
    make_date(keys.fiscal_year, 1, 1) as year_start,
    keys.stage,
    nullif(keys.class_code, '') as class_code,
    classes.name as class_name,
    keys.fund,
    cast(coalesce(this_year.amount_yuan, 0) as decimal(24, 2)) as amount_yuan,
    cast(coalesce(last_year.amount_yuan, 0) as decimal(24, 2)) as last_year_yuan,
    cast(coalesce(this_year.amount_yuan, 0) - coalesce(last_year.amount_yuan, 0) as decimal(24, 2)) as change_yuan,
    case
        when last_year.amount_yuan > 0
            then cast(coalesce(this_year.amount_yuan, 0) / last_year.amount_yuan - 1 as decimal(18, 6))
    end as change_share,
    'own' as basis,
    keys.document_key,
    keys.last_document_key
from keys
left join amounts as this_year
    on
        keys.unit_key = this_year.unit_key and keys.stage = this_year.stage and keys.fiscal_year = this_year.fiscal_year
        and keys.class_code = this_year.class_code and keys.fund = this_year.fund
left join amounts as last_year
    on
        keys.unit_key = last_year.unit_key and keys.stage = last_year.stage and keys.fiscal_year - 1 = last_year.fiscal_year
        and keys.class_code = last_year.class_code and keys.fund = last_year.fund
left join {{ ref('dim_unit') }} as units on keys.unit_key = units.unit_key
left join {{ ref('dim_subject') }} as classes on keys.class_code = classes.code and classes.classification = 'functional'
