-- 三公 with words, body and document: what bodies' own papers tell, and of years and stages without one what later papers tell of them.
-- Zeros that are printed are rows. Carried on, since of comparatives only those of affected documents are at hand.
with three_public_rows as (
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
    {% if is_incremental() and target.name != 'dev' -%}
        where document_key in (select document_key from {{ source('raw', 'affected') }})
    {%- endif %}
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
    rows.three_public_key,
    rows.source,
    rows.unit_key,
    units.unit_name,
    units.department_name,
    units.province,
    units.city,
    units.sector,
    rows.fiscal_year,
    make_date(rows.fiscal_year, 1, 1) as year_start,
    rows.stage,
    stages.word_zh as stage_zh,
    stages.word_en as stage_en,
    rows.item,
    items.word_zh as item_zh,
    items.word_en as item_en,
    rows.item not in ('conference', 'training') as is_three_public,
    rows.amount_yuan,
    cast(rows.amount_yuan / 10000 as decimal(24, 6)) as amount_wan_yuan,
    rows.derived,
    rows.quality,
    rows.document_key,
    documents.file_name,
    rows.comparative_keys
from three_public_rows as rows
inner join {{ ref('dim_document') }} as documents on rows.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on rows.unit_key = units.unit_key
left join {{ ref('code_word') }} as stages on rows.stage = stages.code
left join {{ ref('code_word') }} as items on rows.item = items.code
