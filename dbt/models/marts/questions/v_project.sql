{{ config(materialized='table') }}
-- fact_project with words, body and document.
select
    facts.project_line_key,
    facts.project_key,
    units.province,
    units.city,
    units.department_name,
    facts.unit_key,
    units.unit_name,
    facts.fiscal_year,
    make_date(facts.fiscal_year, 1, 1) as year_start,
    facts.stage,
    stages.word_zh as stage_zh,
    stages.word_en as stage_en,
    facts.project_code,
    facts.project_name,
    facts.parent_project,
    facts.is_transfer,
    facts.fund,
    funds.word_zh as fund_zh,
    funds.word_en as fund_en,
    facts.source,
    facts.amount_yuan,
    cast(facts.amount_yuan / 10000 as decimal(24, 6)) as amount_wan_yuan,
    facts.execution_rate,
    facts.score,
    facts.derived,
    facts.quality,
    facts.table_kind,
    facts.document_key,
    documents.file_name
from {{ ref('fact_project') }} as facts
inner join {{ ref('dim_document') }} as documents on facts.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on facts.unit_key = units.unit_key
left join {{ ref('code_word') }} as stages on facts.stage = stages.code
left join {{ ref('code_word') }} as funds on facts.fund = funds.code and funds.domain = 'fund'
