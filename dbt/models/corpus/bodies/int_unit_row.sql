-- Bodies named in by-unit rows: one row per body and level, with its latest code and the department printed above it.
select
    body_name as name_key,
    level,
    arg_max(name, (is_whole_name, fiscal_year, name)) as name,
    arg_max(code, (fiscal_year, code)) as code,
    arg_max(department_code, (is_printed_below, fiscal_year, department_code)) as department_code,
    arg_max(department_name, (is_printed_below, fiscal_year, department_name)) as department_name,
    arg_max(department_body_name, (is_printed_below, fiscal_year, department_body_name)) as department_name_key,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year
from {{ ref('int_named_unit') }}
group by body_name, level
