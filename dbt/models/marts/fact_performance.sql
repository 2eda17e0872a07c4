-- Every printed value of the performance tables of speaking documents: money, shares and indicators, as text and as number.
select
    cells.performance_key,
    disclosures.unit_key,
    disclosures.department_key,
    cells.document_key,
    cells.table_key,
    cells.table_kind,
    disclosures.fiscal_year,
    cells.value_fiscal_year,
    cells.indicator,
    cells.indicator_path,
    cells.value_column,
    cells.value_text,
    cells.measure,
    cells.value_number,
    cells.amount_yuan
from {{ ref('doc_performance') }} as cells
inner join {{ ref('int_disclosure') }} as disclosures on cells.document_key = disclosures.document_key
where disclosures.superseded_by is null
