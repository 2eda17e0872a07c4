-- What each document says of a body it is money of: units by their own documents, the rest of a department on its remainder.
-- Grain: one line of a document, or one group of a department's remainder; those of one line_key are one row of a fact.
with lines as (
    select * from {{ ref('int_speaking_line') }}
),

disclosures as (
    select * from {{ ref('int_disclosure') }}
),

remainders as (
    select * from {{ ref('int_remainder') }}
),

placed as (
    select lines.* exclude (level, document_stage)
    from lines
    where coalesce(lines.level, 'unit') <> 'department'
    union all by name
    select
        {{ body_key("'department_remainder'", 'disclosures.department_key') }} as unit_key,
        disclosures.department_key,
        disclosures.fiscal_year,
        remainders.* exclude (department_yuan, units_yuan, department_terms, unit_terms, unit_document_keys, has_unit),
        remainders.department_terms || {{ minus_terms('remainders.unit_terms') }} as terms
    from remainders
    inner join disclosures on remainders.document_key = disclosures.document_key
    -- 0 of 三公 is told by the page itself, or else by the papers of its units.
    where remainders.amount_yuan <> 0 or (remainders.family = 'three_public' and not remainders.has_unit)
)

select
    *,
    md5(concat_ws('|', family, unit_key, fiscal_year, stage, code, fund, nature, document_key))[1:16] as line_key
from placed
