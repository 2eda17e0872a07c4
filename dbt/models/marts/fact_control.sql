-- What a speaking document prints as the total of a fact beside the sum of its own lines of it.
select
    md5(concat_ws('|', controls.document_key, controls.fact, controls.stage))[1:16] as fact_control_key,
    controls.document_key,
    disclosures.disclosure_key,
    disclosures.unit_key,
    disclosures.fiscal_year,
    controls.fact,
    controls.stage,
    controls.printed_amount_key,
    cast(controls.printed_yuan as decimal(24, 2)) as printed_yuan,
    cast(controls.lines_yuan as decimal(24, 2)) as lines_yuan,
    cast(controls.lines_yuan - controls.printed_yuan as decimal(24, 2)) as residual_yuan,
    controls.tolerance_yuan,
    abs(controls.lines_yuan - controls.printed_yuan) <= controls.tolerance_yuan as holds
from {{ ref('doc_fact_control') }} as controls
inner join {{ ref('int_disclosure') }} as disclosures on controls.document_key = disclosures.document_key
where disclosures.superseded_by is null
