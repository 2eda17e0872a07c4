-- Grain: one body. Units and departments come from publishers and from by-unit rows; a department whose own document speaks has a remainder.
with unit_rows as (
    select * from {{ ref('int_unit_row') }}
),

publishers as (
    select * from {{ ref('int_publisher') }}
),

mentions as (
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
        cast(null as varchar) as unit_code,
        department_name || '（其余）' as unit_name,
        department_code,
        department_name,
        department_key,
        fiscal_year as first_year,
        fiscal_year as last_year
    from publishers
    where level = 'department'
)

select
    unit_key,
    arg_max(unit_code, last_year) as unit_code,
    arg_max(unit_name, last_year) as unit_name,
    min(level) as level,
    arg_max(department_key, last_year) as department_key,
    arg_max(department_code, last_year) as department_code,
    arg_max(department_name, last_year) as department_name,
    nullif(regexp_extract(arg_max(coalesce(department_name, unit_name), last_year), '^(.{1,10}?(?:自治区|自治州|省|市|区|县))', 1), '') as region,
    cast(min(first_year) as integer) as valid_from_year,
    cast(max(last_year) as integer) as valid_to_year
from mentions
group by unit_key
