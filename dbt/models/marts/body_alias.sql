-- Every printed spelling and code of a body.
with bodies as (
    select * from {{ ref('int_body') }}
),

mentions as (
    select * from {{ ref('int_body_mention') }} where level <> 'department_remainder'
),

names as (
    select
        unit_key,
        printed_name as alias,
        bool_or(is_whole_name) as is_whole_name,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from mentions
    where printed_name is not null
    group by unit_key, printed_name
),

codes as (
    select
        unit_key,
        unit_code as alias,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from mentions
    where unit_code is not null
    group by unit_key, unit_code
)

select
    names.unit_key,
    names.alias,
    case
        when names.alias = bodies.unit_name then 'name'
        when names.is_whole_name then 'spelling'
        when names.last_year < bodies.valid_to_year then 'old_name'
        else 'short_name'
    end as kind,
    cast(names.first_year as integer) as valid_from_year,
    cast(names.last_year as integer) as valid_to_year
from names
inner join bodies on names.unit_key = bodies.unit_key
union all
select
    codes.unit_key,
    codes.alias,
    case when codes.alias = bodies.unit_code then 'code' else 'old_code' end as kind,
    cast(codes.first_year as integer) as valid_from_year,
    cast(codes.last_year as integer) as valid_to_year
from codes
inner join bodies on codes.unit_key = bodies.unit_key
