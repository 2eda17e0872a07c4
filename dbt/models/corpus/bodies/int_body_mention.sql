-- Every mention of a body with a level, from by-unit rows, publishers, remainders, units of departments' lines and project lists.
with unit_rows as (
    select * from {{ ref('int_unit_row') }}
),

publishers as (
    select * from {{ ref('int_publisher') }}
),

unit_lines as (
    select * from {{ ref('int_placed_unit_line') }}
),

project_units as (
    select distinct
        projects.document_key,
        projects.unit_name,
        projects.name_key,
        projects.fiscal_year
    from {{ ref('doc_project_line') }} as projects
    inner join {{ ref('int_disclosure') }} as disclosures on projects.document_key = disclosures.document_key
    where disclosures.superseded_by is null and disclosures.level = 'department' and projects.unit_name is not null
)

select
    {{ body_key('level', 'name_key') }} as unit_key,
    level,
    code as unit_code,
    name as unit_name,
    case when level = 'department' then code else department_code end as department_code,
    case when level = 'department' then name else department_name end as department_name,
    case
        when level = 'department' then {{ body_key("'department'", 'name_key') }}
        when department_name_key is not null then {{ body_key("'department'", 'department_name_key') }}
    end as department_key,
    first_year,
    last_year
from unit_rows
union all
select
    {{ body_key("'department'", 'department_name_key') }} as unit_key,
    'department' as level,
    department_code as unit_code,
    department_name as unit_name,
    department_code,
    department_name,
    {{ body_key("'department'", 'department_name_key') }} as department_key,
    first_year,
    last_year
from unit_rows
where department_name_key is not null
union all
select
    unit_key,
    coalesce(level, 'unit') as level,
    code as unit_code,
    publisher_name as unit_name,
    department_code,
    department_name,
    department_key,
    fiscal_year as first_year,
    fiscal_year as last_year
from publishers
union all
select
    {{ body_key("'department_remainder'", 'department_key') }} as unit_key,
    'department_remainder' as level,
    null as unit_code,
    department_name || '（其余）' as unit_name,
    department_code,
    department_name,
    department_key,
    fiscal_year as first_year,
    fiscal_year as last_year
from publishers
where level = 'department'
union all
select
    unit_lines.unit_key,
    'unit' as level,
    null as unit_code,
    unit_lines.unit_name,
    publishers.department_code,
    publishers.department_name,
    publishers.department_key,
    unit_lines.fiscal_year as first_year,
    unit_lines.fiscal_year as last_year
from unit_lines
inner join publishers on unit_lines.document_key = publishers.document_key
union all
select
    {{ body_key("'unit'", 'project_units.name_key') }} as unit_key,
    'unit' as level,
    null as unit_code,
    project_units.unit_name,
    publishers.department_code,
    publishers.department_name,
    publishers.department_key,
    project_units.fiscal_year as first_year,
    project_units.fiscal_year as last_year
from project_units
inner join publishers on project_units.document_key = publishers.document_key
