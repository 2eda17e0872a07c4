-- Every mention of a body with a level, from by-unit rows, publishers, remainders, units of departments' lines and project lists.
with named_units as (
    select * from {{ ref('int_named_unit') }}
),

names as (
    select * from {{ ref('int_body_name') }}
),

publishers as (
    select
        publishers.*,
        documents.title,
        documents.superior_name,
        {{ shown_body_name('publishers.publisher_name') }} as shown_name,
        publishers.unit_key = {{
            body_key("coalesce(publishers.level, 'unit')", plain_body_name(normalise_name('publishers.publisher_name')))
        }} as is_whole_name
    from {{ ref('int_publisher') }} as publishers
    left join {{ ref('int_filed_document') }} as documents on publishers.document_key = documents.document_key
),

-- Units that departments' papers print money for.
printed_units as (
    select distinct
        document_key,
        unit_key,
        unit_name,
        fiscal_year
    from {{ ref('int_placed_unit_line') }}
    union
    select
        projects.document_key,
        {{ body_key("'unit'", 'names.body_name') }} as unit_key,
        projects.unit_name,
        projects.fiscal_year
    from {{ ref('doc_project_line') }} as projects
    inner join {{ ref('int_disclosure') }} as disclosures on projects.document_key = disclosures.document_key
    inner join names
        on projects.document_key = names.document_key and projects.name_key = names.name_key and names.unit_code is null
    where disclosures.superseded_by is null and disclosures.level = 'department' and names.is_body
)

select
    {{ body_key('level', 'body_name') }} as unit_key,
    level,
    code as unit_code,
    name as unit_name,
    printed_name,
    is_whole_name,
    case
        when level = 'department' then {{ body_key("'department'", 'body_name') }}
        when department_body_name is not null then {{ body_key("'department'", 'department_body_name') }}
    end as department_key,
    is_printed_below,
    cast(null as varchar) as title,
    fiscal_year
from named_units
union all
select
    {{ body_key("'department'", 'department_body_name') }} as unit_key,
    'department' as level,
    department_code as unit_code,
    department_name as unit_name,
    null as printed_name,
    false as is_whole_name,
    {{ body_key("'department'", 'department_body_name') }} as department_key,
    is_printed_below,
    null as title,
    fiscal_year
from named_units
where department_body_name is not null
union all
select
    unit_key,
    coalesce(level, 'unit') as level,
    code as unit_code,
    shown_name as unit_name,
    publisher_name as printed_name,
    is_whole_name,
    department_key,
    true as is_printed_below,
    title,
    fiscal_year
from publishers
union all
-- The department that an office names itself after, or that its paper says it is below.
select
    department_key as unit_key,
    'department' as level,
    department_code as unit_code,
    department_name as unit_name,
    null as printed_name,
    false as is_whole_name,
    department_key,
    true as is_printed_below,
    title,
    fiscal_year
from publishers
where
    level is distinct from 'department' and department_key is not null
    and (
        regexp_matches({{ normalise_name('publisher_name') }}, {{ table_pattern('own_office_paper') }}) or superior_name is not null
    )
union all
select
    {{ body_key("'department_remainder'", 'department_key') }} as unit_key,
    'department_remainder' as level,
    null as unit_code,
    department_name || '（其余）' as unit_name,
    null as printed_name,
    true as is_whole_name,
    department_key,
    true as is_printed_below,
    title,
    fiscal_year
from publishers
where level = 'department'
union all
select
    printed_units.unit_key,
    'unit' as level,
    null as unit_code,
    {{ shown_body_name('printed_units.unit_name') }} as unit_name,
    printed_units.unit_name as printed_name,
    printed_units.unit_key
    = {{ body_key("'unit'", plain_body_name(normalise_name('printed_units.unit_name'))) }} as is_whole_name,
    publishers.department_key,
    false as is_printed_below,
    null as title,
    printed_units.fiscal_year
from printed_units
inner join publishers on printed_units.document_key = publishers.document_key
