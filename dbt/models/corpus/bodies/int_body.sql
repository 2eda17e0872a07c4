-- One row per body: of its several mentions the latest that says something speaks, of its names one that is whole.
with mentions as (
    select * from {{ ref('int_body_mention') }}
),

bodies as (
    select
        unit_key,
        min(level) as level,
        arg_max(unit_code, (fiscal_year, unit_code)) as unit_code,
        arg_max(unit_name, (is_whole_name, fiscal_year, unit_name)) as unit_name,
        arg_max(department_key, (fiscal_year, is_printed_below, department_key)) as department_key,
        arg_max(title, (fiscal_year, title)) as title,
        cast(min(fiscal_year) as integer) as valid_from_year,
        cast(max(fiscal_year) as integer) as valid_to_year
    from mentions
    group by unit_key
)

select
    bodies.*,
    departments.unit_code as department_code,
    departments.unit_name as department_name,
    departments.title as department_title
from bodies
left join bodies as departments on bodies.department_key = departments.unit_key
