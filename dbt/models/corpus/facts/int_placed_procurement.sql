-- Lines of purchases on the body whose document prints them. Of a unit with a document of its own, its department's document does not
-- say which purchases are its: where any of a department's units has one, the department's purchases are left out. Grain: one line.
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
    from {{ ref('doc_procurement_line') }} as lines
    inner join disclosures on lines.document_key = disclosures.document_key
    where {{ speaks_for_its_purse('disclosures') }}
),

judged as (
    {{ quality_of_lines('placed', 'procurement_line_key') }}
)

select
    placed.*,
    judged.quality
from placed
inner join judged on placed.procurement_line_key = judged.procurement_line_key
