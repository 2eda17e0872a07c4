-- Bodies with what a reader asks for: where they are, and what they do.
with bodies as (
    select * from {{ ref('int_body') }}
),

-- What a body's own name says, else its department's; the term with the lowest priority.
sectors as (
    select
        bodies.unit_key,
        arg_min(terms.sector, (not regexp_matches(bodies.unit_name, terms.pattern), terms.priority)) as sector
    from bodies
    inner join {{ ref('sector_term') }} as terms
        on regexp_matches(bodies.unit_name, terms.pattern) or regexp_matches(bodies.department_name, terms.pattern)
    group by bodies.unit_key
)

select
    bodies.unit_key,
    bodies.unit_code,
    bodies.unit_name,
    bodies.level,
    bodies.department_key,
    bodies.department_code,
    bodies.department_name,
    places.region,
    places.province,
    places.city,
    places.district,
    places.administrative_code,
    sectors.sector,
    bodies.valid_from_year,
    bodies.valid_to_year
from bodies
left join {{ ref('int_body_place') }} as places on bodies.unit_key = places.unit_key
left join sectors on bodies.unit_key = sectors.unit_key
