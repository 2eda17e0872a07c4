{{ config(materialized='table') }}
-- Findings with whose paper they are about, the gravest of a body first by severity_yuan.
select
    findings.finding_key,
    findings.kind,
    kinds.word_zh as kind_zh,
    kinds.word_en as kind_en,
    findings.pattern,
    units.province,
    units.city,
    units.department_name,
    coalesce(units.unit_name, documents.publisher_name) as unit_name,
    documents.unit_key,
    documents.fiscal_year,
    documents.stage,
    findings.summary,
    findings.summary_zh,
    findings.printed_yuan,
    findings.expected_yuan,
    findings.severity_yuan,
    findings.severity_share,
    findings.witness,
    findings.is_superseded,
    findings.document_key,
    documents.file_name,
    documents.source_url,
    findings.page_number
from {{ ref('finding') }} as findings
inner join {{ ref('dim_document') }} as documents on findings.document_key = documents.document_key
left join {{ ref('dim_unit') }} as units on documents.unit_key = units.unit_key
left join {{ ref('code_word') }} as kinds on findings.kind = kinds.code
