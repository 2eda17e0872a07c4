{{ config(materialized='table') }}
-- fact_three_public with words, body and document; zeros that are printed are rows.
select
    facts.three_public_key,
    facts.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    units.sector,
    facts.fiscal_year,
    make_date(facts.fiscal_year, 1, 1) as year_start,
    facts.stage,
    stages.word_zh as stage_zh,
    stages.word_en as stage_en,
    facts.item,
    items.word_zh as item_zh,
    items.word_en as item_en,
    facts.is_three_public,
    facts.amount_yuan,
    cast(facts.amount_yuan / 10000 as decimal(24, 6)) as amount_wan_yuan,
    facts.derived,
    facts.quality,
    facts.document_key,
    documents.file_name
from {{ ref('fact_three_public') }} as facts
inner join {{ ref('dim_document') }} as documents on facts.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on facts.unit_key = units.unit_key
left join {{ ref('code_word') }} as stages on facts.stage = stages.code
left join {{ ref('code_word') }} as items on facts.item = items.code
