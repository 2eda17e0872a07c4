-- Expenditure by unit, fund and nature: a unit's own document speaks, its department's where it has none. Grain: one part of such a row.
with own_documents as (
    select
        parts.unit_key,
        parts.department_key,
        parts.fiscal_year,
        parts.stage,
        parts.fund,
        parts.nature,
        parts.document_key,
        parts.amount_yuan,
        parts.terms
    from {{ ref('int_placed_part') }} as parts
    inner join {{ ref('int_disclosure') }} as disclosures on parts.document_key = disclosures.document_key
    where parts.family = 'expenditure' and coalesce(disclosures.level, 'unit') <> 'department'
),

lines as (
    select * from own_documents
    union all by name
    select * exclude (unit_name) from {{ ref('int_placed_unit_line') }}
)

select
    *,
    md5(concat_ws('|', unit_key, fiscal_year, stage, fund, nature))[1:16] as unit_expenditure_key
from lines
