-- Deepest project rows; a unit's own document speaks for its projects, its department's for the others.
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
    select
        unit_key,
        fiscal_year,
        stage
    from disclosures
    where coalesce(level, 'unit') <> 'department'
)

select
    placed.amount_key as project_amount_key,
    placed.unit_key,
    placed.department_key,
    placed.document_key,
    placed.fiscal_year,
    placed.stage,
    placed.project_code,
    placed.project_name,
    placed.fund,
    placed.source,
    placed.amount_yuan,
    case when placed.is_corrected then 'corrected' else coalesce(quality.quality, 'unverified') end as quality
from placed
left join own_documents
    on
        placed.level = 'department' and placed.unit_key = own_documents.unit_key
        and placed.fiscal_year = own_documents.fiscal_year and placed.document_stage = own_documents.stage
left join {{ ref('int_usable_quality') }} as quality on placed.amount_key = quality.amount_key
where own_documents.unit_key is null
