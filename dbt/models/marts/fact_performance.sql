-- Indicators of the performance tables and forms of speaking documents.
select
    indicators.performance_key,
    disclosures.unit_key,
    disclosures.department_key,
    indicators.document_key,
    indicators.table_key,
    indicators.table_kind,
    indicators.page_number,
    indicators.row_number,
    disclosures.fiscal_year,
    disclosures.stage,
    indicators.project_name,
    indicators.project_unit_name,
    indicators.level_1,
    indicators.level_2,
    indicators.indicator,
    indicators.comparison,
    indicators.target_text,
    indicators.target_number,
    indicators.target_unit,
    indicators.actual_text,
    indicators.actual_number,
    indicators.weight,
    indicators.score
from {{ ref('doc_indicator') }} as indicators
inner join {{ ref('int_disclosure') }} as disclosures on indicators.document_key = disclosures.document_key
where disclosures.superseded_by is null
