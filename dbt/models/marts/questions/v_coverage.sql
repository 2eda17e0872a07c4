{{ config(materialized='table') }}
-- Coverage with whose disclosure it is and the names of the kinds of tables.
select
    coverage.coverage_key,
    units.province,
    units.city,
    units.department_name,
    units.unit_name,
    coverage.unit_key,
    coverage.fiscal_year,
    coverage.stage,
    coverage.table_kind,
    kinds.name_zh as table_kind_zh,
    kinds.name_en as table_kind_en,
    coverage.status,
    statuses.word_zh as status_zh,
    statuses.word_en as status_en,
    coverage.table_count,
    coverage.announced_page,
    coverage.announced_text,
    coverage.disclosure_key,
    coverage.document_key,
    documents.file_name
from {{ ref('coverage') }} as coverage
inner join {{ ref('dim_document') }} as documents on coverage.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on coverage.unit_key = units.unit_key
left join {{ ref('table_kind') }} as kinds on coverage.table_kind = kinds.table_kind
left join {{ ref('code_word') }} as statuses on coverage.status = statuses.code
