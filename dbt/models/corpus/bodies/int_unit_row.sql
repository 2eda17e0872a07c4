-- Bodies named in by-unit rows: one row per name and level, with its latest code and the department printed above it.
select
    name_key,
    level,
    arg_max(name, (fiscal_year, name)) as name,
    arg_max(code, (fiscal_year, code)) as code,
    arg_max(department_code, (fiscal_year, department_code)) as department_code,
    arg_max(department_name, (fiscal_year, department_name)) as department_name,
    arg_max(department_name_key, (fiscal_year, department_name_key)) as department_name_key,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year
from {{ ref('doc_unit') }}
group by name_key, level
