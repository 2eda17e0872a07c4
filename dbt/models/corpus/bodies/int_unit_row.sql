-- Bodies named in by-unit rows: one row per name and level, with its latest code and the department printed above it.
select
    name_key,
    level,
    arg_max(name, fiscal_year) as name,
    arg_max(code, fiscal_year) as code,
    arg_max(department_code, fiscal_year) as department_code,
    arg_max(department_name, fiscal_year) as department_name,
    arg_max(department_name_key, fiscal_year) as department_name_key,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year
from {{ ref('doc_unit') }}
group by name_key, level
