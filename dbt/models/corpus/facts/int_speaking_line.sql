-- Lines of facts of the documents that speak for what they disclose. Grain: one line.
select
    lines.*,
    disclosures.unit_key,
    disclosures.department_key,
    disclosures.level,
    disclosures.fiscal_year,
    disclosures.stage as document_stage
from {{ ref('doc_fact_line') }} as lines
inner join {{ ref('int_disclosure') }} as disclosures on lines.document_key = disclosures.document_key
where disclosures.superseded_by is null
