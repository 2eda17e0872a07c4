-- Lines of facts of the documents that speak for what they disclose, and of the units that a department's table lists and that have no
-- document of their own. Grain: one line.
with disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

named as (
    select
        lines.*,
        disclosures.department_key,
        disclosures.fiscal_year,
        disclosures.stage as document_stage,
        {{ body_key("'unit'", 'names.body_name') }} as unit_key
    from {{ ref('doc_unit_three_public') }} as lines
    inner join disclosures on lines.document_key = disclosures.document_key and disclosures.level = 'department'
    inner join {{ ref('int_body_name') }} as names
        on
            lines.document_key = names.document_key and lines.name_key = names.name_key and names.is_body
            and {{ names_code('names', 'lines.unit_code') }}
),

-- Each unit once: of two departments' documents that print one unit, one speaks.
listed as (
    select * from named
    qualify
        dense_rank() over (partition by unit_key, fiscal_year, document_stage order by document_key) = 1
        -- Two rows of one body leave open what each of them is of.
        and count(*) over (partition by document_key, unit_key, stage, code) = 1
)

select
    lines.*,
    disclosures.unit_key,
    disclosures.department_key,
    disclosures.level,
    disclosures.fiscal_year,
    disclosures.stage as document_stage
from {{ ref('doc_fact_line') }} as lines
inner join disclosures on lines.document_key = disclosures.document_key
union all by name
select
    listed.* exclude (name_key, unit_code),
    'three_public' as family,
    false as derived,
    'unit' as level
from listed
left join disclosures as own
    on
        listed.unit_key = own.unit_key and listed.fiscal_year = own.fiscal_year and listed.document_stage = own.stage
        and coalesce(own.level, 'unit') <> 'department'
where own.unit_key is null
