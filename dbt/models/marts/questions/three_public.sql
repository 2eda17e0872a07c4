{{ config(materialized='table') }}
-- 三公 with words, body and document: what bodies' own papers tell, and of years and stages without one what later papers tell of them.
-- Zeros that are printed are rows.
with told as (
    select
        three_public_key,
        'own' as source,
        unit_key,
        fiscal_year,
        stage,
        item,
        amount_yuan,
        derived,
        quality,
        document_key,
        cast([] as varchar[]) as comparative_keys
    from {{ ref('fact_three_public') }}
    union all by name
    select
        three_public_key,
        source,
        unit_key,
        cast(fiscal_year as integer) as fiscal_year,
        stage,
        item,
        cast(amount_yuan as decimal(24, 2)) as amount_yuan,
        derived,
        cast(null as varchar) as quality,
        document_key,
        comparative_keys
    from {{ ref('int_three_public_comparative') }}
)

select
    told.three_public_key,
    told.source,
    told.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    units.sector,
    told.fiscal_year,
    make_date(told.fiscal_year, 1, 1) as year_start,
    told.stage,
    stages.word_zh as stage_zh,
    stages.word_en as stage_en,
    told.item,
    items.word_zh as item_zh,
    items.word_en as item_en,
    told.item not in ('conference', 'training') as is_three_public,
    told.amount_yuan,
    cast(told.amount_yuan / 10000 as decimal(24, 6)) as amount_wan_yuan,
    told.derived,
    told.quality,
    told.document_key,
    documents.file_name,
    told.comparative_keys
from told
inner join {{ ref('dim_document') }} as documents on told.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on told.unit_key = units.unit_key
left join {{ ref('code_word') }} as stages on told.stage = stages.code
left join {{ ref('code_word') }} as items on told.item = items.code
