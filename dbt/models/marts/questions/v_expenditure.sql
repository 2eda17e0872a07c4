{{ config(materialized='table') }}
-- fact_expenditure with the words of its codes, its body, place, subject, document and page.
with facts as (
    select * from {{ ref('fact_expenditure') }}
),

words as (
    select * from {{ ref('code_word') }}
),

-- The page of the first figure that is added, not of those that are taken off.
pages as (
    select
        links.fact_key,
        arg_min(amounts.page_number, (-links.sign, amounts.page_number)) as page_number
    from {{ ref('fact_amount_link') }} as links
    inner join {{ ref('published_amount') }} as amounts on links.amount_key = amounts.amount_key
    where links.fact = 'fact_expenditure'
    group by links.fact_key
),

-- Of a body and year the final accounts speak, else the original budget.
best as (
    select
        unit_key,
        fiscal_year,
        case when bool_or(stage = 'final') then 'final' else 'original_budget' end as stage
    from facts
    group by unit_key, fiscal_year
)

select
    facts.expenditure_key,
    units.province,
    units.city,
    units.district,
    units.region,
    units.administrative_code,
    units.sector,
    facts.department_key,
    units.department_code,
    units.department_name,
    facts.unit_key,
    units.unit_code,
    units.unit_name,
    units.level as unit_level,
    facts.fiscal_year,
    make_date(facts.fiscal_year, 1, 1) as year_start,
    facts.stage,
    stages.word_zh as stage_zh,
    stages.word_en as stage_en,
    facts.stage = best.stage as is_best_stage,
    subjects.class_code,
    subjects.class_name,
    subjects.section_code,
    subjects.section_name,
    case when facts.subject_level = 'item' then subjects.code end as item_code,
    case when facts.subject_level = 'item' then subjects.name end as item_name,
    facts.subject_key,
    subjects.code as subject_code,
    subjects.name_full as subject_name_full,
    facts.subject_level,
    facts.fund,
    funds.group_code as fund_group,
    funds.word_zh as fund_zh,
    funds.word_en as fund_en,
    facts.nature,
    natures.group_code as nature_group,
    natures.word_zh as nature_zh,
    natures.word_en as nature_en,
    nature_groups.word_zh as nature_group_zh,
    nature_groups.word_en as nature_group_en,
    facts.amount_yuan,
    cast(facts.amount_yuan / 10000 as decimal(24, 6)) as amount_wan_yuan,
    facts.derived,
    facts.quality,
    qualities.word_zh as quality_zh,
    qualities.word_en as quality_en,
    facts.document_key,
    documents.file_name,
    documents.source_url,
    pages.page_number,
    'own' as source
from facts
inner join best on facts.unit_key = best.unit_key and facts.fiscal_year = best.fiscal_year
inner join {{ ref('dim_document') }} as documents on facts.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on facts.unit_key = units.unit_key
left join {{ ref('dim_subject') }} as subjects on facts.subject_key = subjects.subject_key
left join pages on facts.expenditure_key = pages.fact_key
left join words as stages on facts.stage = stages.code
left join words as funds on facts.fund = funds.code and funds.domain = 'fund'
left join words as natures on facts.nature = natures.code and natures.domain = 'nature'
left join words as nature_groups on natures.group_code = nature_groups.code
left join words as qualities on facts.quality = qualities.code
