-- Lines of expenditure by economic subject on the body whose document prints them; a department's are left out where any of its units
-- has a document of that year and stage, since its sums hold theirs. Grain: one line.
with disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

placed as (
    select
        lines.*,
        disclosures.department_key,
        case
            when coalesce(disclosures.level, 'unit') <> 'department' then disclosures.unit_key
            else {{ body_key("'department_remainder'", 'disclosures.department_key') }}
        end as unit_key
    from {{ ref('doc_economic_line') }} as lines
    inner join disclosures on lines.document_key = disclosures.document_key
    where {{ speaks_for_its_purse('disclosures') }}
),

judged as (
    {{ quality_of_lines('placed', 'economic_line_key') }}
)

select
    placed.*,
    judged.quality
from placed
inner join judged on placed.economic_line_key = judged.economic_line_key
