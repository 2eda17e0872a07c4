-- Lines of projects on the body that they are money of: a unit's own document speaks for its projects, its department's for the others.
-- Grain: one line.
with disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

placed as (
    select
        lines.*,
        disclosures.department_key,
        disclosures.level,
        case
            when coalesce(disclosures.level, 'unit') <> 'department' then disclosures.unit_key
            when names.is_body then {{ body_key("'unit'", 'names.body_name') }}
            else {{ body_key("'department_remainder'", 'disclosures.department_key') }}
        end as unit_key
    from {{ ref('doc_project_line') }} as lines
    inner join disclosures on lines.document_key = disclosures.document_key
    left join {{ ref('int_body_name') }} as names
        on lines.document_key = names.document_key and lines.name_key = names.name_key and names.unit_code is null
),

own_documents as (
    select distinct
        unit_key,
        fiscal_year,
        stage
    from disclosures
    where coalesce(level, 'unit') <> 'department'
),

judged as (
    {{ quality_of_lines('placed', 'project_line_key') }}
)

select
    placed.* exclude (level),
    judged.quality
from placed
inner join judged on placed.project_line_key = judged.project_line_key
anti join own_documents
    on
        case when placed.level = 'department' then placed.unit_key end = own_documents.unit_key
        and placed.fiscal_year = own_documents.fiscal_year and placed.document_stage = own_documents.stage
