-- Of several mentions of a body the latest that says something speaks.
with mentions as (
    select * from {{ ref('int_body_mention') }}
)

select
    unit_key,
    arg_max(unit_code, (last_year, unit_code)) as unit_code,
    arg_max(unit_name, (last_year, unit_name)) as unit_name,
    min(level) as level,
    arg_max(department_key, (last_year, department_key)) as department_key,
    arg_max(department_code, (last_year, department_code)) as department_code,
    arg_max(department_name, (last_year, department_name)) as department_name,
    nullif(
        regexp_extract(
            arg_max(coalesce(department_name, unit_name), (last_year, coalesce(department_name, unit_name))),
            {{ table_pattern('place') }}, 1
        ), ''
    ) as region,
    cast(min(first_year) as integer) as valid_from_year,
    cast(max(last_year) as integer) as valid_to_year
from mentions
group by unit_key
