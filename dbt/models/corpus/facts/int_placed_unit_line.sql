-- What a department's document prints for units that have no speaking document of their own: one row per unit, fund and nature.
with disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

-- Each unit once: of two departments' documents that print one unit, one speaks.
chosen as (
    select
        lines.*,
        disclosures.department_key,
        coalesce(coded_names.body_name, names.body_name, lines.name_key) as placed_name,
        {{ body_key("'unit'", 'placed_name') }} as unit_key
    from {{ ref('doc_unit_line') }} as lines
    inner join disclosures on lines.document_key = disclosures.document_key and disclosures.level = 'department'
    left join {{ ref('int_body_name') }} as names
        on
            lines.document_key = names.document_key and lines.name_key = names.name_key and names.unit_code is null
    left join {{ ref('int_body_name') }} as coded_names
        on
            lines.document_key = coded_names.document_key and lines.name_key = coded_names.name_key
            and lines.unit_code = coded_names.unit_code
    where coalesce(coded_names.is_body, names.is_body, true)
    qualify dense_rank() over (partition by placed_name, lines.fiscal_year, lines.stage order by lines.document_key) = 1
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
    chosen.unit_key,
    chosen.document_key,
    chosen.fiscal_year,
    chosen.stage,
    chosen.fund,
    chosen.nature,
    min(chosen.unit_name) as unit_name,
    min(chosen.department_key) as department_key,
    sum(chosen.amount_yuan) as amount_yuan,
    flatten(list({{ own_term('chosen.amount_key') }} order by chosen.amount_key)) as terms
from chosen
left join own_documents
    on
        chosen.unit_key = own_documents.unit_key
        and chosen.fiscal_year = own_documents.fiscal_year
        and case chosen.stage when 'final' then 'final' else 'budget' end = own_documents.stage
where own_documents.unit_key is null
group by chosen.unit_key, chosen.document_key, chosen.fiscal_year, chosen.stage, chosen.fund, chosen.nature
