{{ config(materialized='table') }}
-- A year beside the one before: the same body, stage, class and fund, each from its own paper, or both as one paper prints them in a row
-- where the paper of the year before is not held. By class, for items are renumbered.
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
),

-- Of a paper that stands beside its body's paper of the year before, the column of last year says nothing more.
told as (
    select
        facts.unit_key,
        facts.fiscal_year + 1 as fiscal_year,
        facts.stage,
        subjects.class_code,
        facts.fund,
        facts.beside_yuan as amount_yuan,
        facts.amount_yuan as last_year_yuan,
        facts.document_key
    from {{ ref('fact_comparative') }} as facts
    inner join {{ ref('dim_subject') }} as subjects on facts.subject_key = subjects.subject_key
    inner join {{ ref('dim_document') }} as documents
        on facts.document_key = documents.document_key and facts.fiscal_year + 1 = documents.fiscal_year
    anti join pairs on facts.document_key = pairs.document_key
    where
        facts.source = 'comparative' and facts.beside_yuan is not null and facts.fund is not null
        and facts.table_kind in ('general_budget_by_function', 'government_fund', 'state_capital')
        and subjects.classification = 'functional' and subjects.level = 'class'
        and facts.nature is null and facts.period is null
    qualify row_number() over (
        partition by facts.unit_key, facts.fiscal_year, facts.stage, subjects.class_code, facts.fund order by facts.comparative_key
    ) = 1
),

compared as (
    select
        keys.unit_key,
        keys.fiscal_year,
        keys.stage,
        keys.class_code,
        keys.fund,
        coalesce(this_year.amount_yuan, 0) as amount_yuan,
        coalesce(last_year.amount_yuan, 0) as last_year_yuan,
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
    union all by name
    select
        *,
        'comparative' as basis,
        document_key as last_document_key
    from told
)

select
    md5(concat_ws('|', compared.unit_key, compared.fiscal_year, compared.stage, compared.class_code, compared.fund))[1:16]
        as year_on_year_key,
    compared.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    compared.fiscal_year,
    make_date(compared.fiscal_year, 1, 1) as year_start,
    compared.stage,
    nullif(compared.class_code, '') as class_code,
    classes.name as class_name,
    compared.fund,
    cast(compared.amount_yuan as decimal(24, 2)) as amount_yuan,
    cast(compared.last_year_yuan as decimal(24, 2)) as last_year_yuan,
    cast(compared.amount_yuan - compared.last_year_yuan as decimal(24, 2)) as change_yuan,
    case
        when compared.last_year_yuan > 0
            then cast(compared.amount_yuan / compared.last_year_yuan - 1 as decimal(18, 6))
    end as change_share,
    compared.basis,
    compared.document_key,
    compared.last_document_key
from compared
left join {{ ref('dim_unit') }} as units on compared.unit_key = units.unit_key
left join {{ ref('dim_subject') }} as classes
    on {{ is_subject_of('classes', "'functional'", 'compared.class_code', 'compared.fiscal_year') }}
