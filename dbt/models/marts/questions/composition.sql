{{ config(materialized='table') }}
-- What a body's expenditure of a year and stage is made of: by fund, by nature and by class, each time the whole of it. Where no fact has a
-- nature but the paper prints the natures of the whole, these.
with facts as (
    select
        facts.*,
        subjects.class_code,
        subjects.class_name,
        natures.group_code as nature_group
    from {{ ref('fact_expenditure') }} as facts
    left join {{ ref('dim_subject') }} as subjects on facts.subject_key = subjects.subject_key
    left join {{ ref('code_word') }} as natures on facts.nature = natures.code and natures.domain = 'nature'
),

bodies as (
    select
        unit_key,
        fiscal_year,
        stage,
        min(document_key) as document_key,
        sum(amount_yuan) as amount_yuan
    from facts
    group by unit_key, fiscal_year, stage
    having count(distinct document_key) = 1 and bool_and(nature = 'not_stated')
),

natures_of_the_whole as (
    select
        bodies.unit_key,
        bodies.fiscal_year,
        bodies.stage,
        sums.nature,
        sums.amount_yuan
    from bodies
    inner join {{ ref('doc_nature_sum') }} as sums on bodies.document_key = sums.document_key and bodies.stage = sums.stage
    qualify sum(sums.amount_yuan) over (partition by bodies.unit_key, bodies.fiscal_year, bodies.stage) = bodies.amount_yuan
),

parts as (
    select
        unit_key,
        fiscal_year,
        stage,
        'fund' as dimension,
        fund as code,
        null as printed_name,
        sum(amount_yuan) as amount_yuan
    from facts
    group by unit_key, fiscal_year, stage, fund
    union all
    select
        unit_key,
        fiscal_year,
        stage,
        'nature' as dimension,
        nature_group as code,
        null as printed_name,
        sum(amount_yuan) as amount_yuan
    from facts
    where (unit_key, fiscal_year, stage) not in (
        select (whole.unit_key, whole.fiscal_year, whole.stage) from natures_of_the_whole as whole
    )
    group by unit_key, fiscal_year, stage, nature_group
    union all
    select
        unit_key,
        fiscal_year,
        stage,
        'nature' as dimension,
        nature as code,
        null as printed_name,
        amount_yuan
    from natures_of_the_whole
    where amount_yuan <> 0
    union all
    select
        unit_key,
        fiscal_year,
        stage,
        'class' as dimension,
        coalesce(class_code, 'unplaced') as code,
        max(class_name) as printed_name,
        sum(amount_yuan) as amount_yuan
    from facts
    group by unit_key, fiscal_year, stage, coalesce(class_code, 'unplaced')
)

select
    md5(concat_ws('|', parts.unit_key, parts.fiscal_year, parts.stage, parts.dimension, parts.code))[1:16] as composition_key,
    parts.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    parts.fiscal_year,
    make_date(parts.fiscal_year, 1, 1) as year_start,
    parts.stage,
    parts.dimension,
    parts.code,
    coalesce(parts.printed_name, words.word_zh, parts.code) as name_zh,
    coalesce(words.word_en, parts.printed_name, parts.code) as name_en,
    cast(parts.amount_yuan as decimal(24, 2)) as amount_yuan,
    case
        when sum(parts.amount_yuan) over whole > 0
            then cast(parts.amount_yuan / sum(parts.amount_yuan) over whole as decimal(18, 6))
    end as share
from parts
left join {{ ref('dim_unit') }} as units on parts.unit_key = units.unit_key
left join {{ ref('code_word') }} as words on parts.code = words.code
window whole as (partition by parts.unit_key, parts.fiscal_year, parts.stage, parts.dimension)
