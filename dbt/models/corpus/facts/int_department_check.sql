-- One row per group in which a department's document meets its units' own documents: together they never print more than it does.
with remainders as (
    select * from {{ ref('int_remainder') }}
    -- Units that only its own table lists it adds up itself.
    where has_unit and unit_document_keys <> [document_key]
)

select
    md5(concat_ws('|', 'department_remainder', document_key, family, stage, code, fund, nature))[1:16] as result_key,
    'department_remainder' as rule_id,
    document_key,
    case when len(unit_document_keys) = 1 then unit_document_keys[1] end as other_document_key,
    concat_ws(' · ', family, stage, nullif(code, ''), fund, nature) as scope,
    unit_terms,
    department_terms,
    len(unit_terms) + len(department_terms) as term_count,
    cast(units_yuan as decimal(24, 4)) as left_yuan,
    cast(department_yuan as decimal(24, 4)) as right_yuan,
    cast(units_yuan - department_yuan as decimal(24, 4)) as residual_yuan,
    cast(tolerance_yuan as decimal(24, 4)) as tolerance_yuan,
    {{ verdict_of('units_yuan - department_yuan', 'tolerance_yuan', "'<='") }} as verdict
from remainders
