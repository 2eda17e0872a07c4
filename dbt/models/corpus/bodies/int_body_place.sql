-- Where each body is: the deepest division that its department's name or papers begin with, or within it the body's own name; what a
-- person decided comes first. A place that no name says in full is unknown. Grain: one body.
with divisions as (
    select * from {{ ref('administrative_division') }}
),

bodies as (
    select
        *,
        {{ place_text('unit_name') }} as own_text,
        {{ place_text('department_name') }} as department_text,
        {{ plain_body_name(normalise_name('unit_name')) }} as name_key,
        {{ plain_body_name(normalise_name('department_name')) }} as department_name_key
    from {{ ref('int_body') }}
),

cities as (
    select * from divisions where level = 'city'
),

-- Divisions below another, districts and counties by their city, or by their province where that is a municipality.
below as (
    select
        divisions.administrative_code,
        divisions.name,
        divisions.level,
        provinces.name as province,
        case provinces.level when 'municipality' then provinces.name else cities.name end as city
    from divisions
    inner join divisions as provinces
        on left(divisions.administrative_code, 2) || '0000' = provinces.administrative_code
    left join cities on divisions.level <> 'city' and left(divisions.administrative_code, 4) || '00' = cities.administrative_code
),

-- How a division can be written at the beginning of a name. Districts of one name are many, so they need their city; a county's name is
-- enough where only one has it.
written as (
    select
        administrative_code,
        name,
        name as outermost,
        name as written
    from divisions
    where level in ('province', 'municipality', 'city')
    union
    select
        administrative_code,
        name,
        province as outermost,
        province || name as written
    from below
    where level not in ('province', 'municipality')
    union
    select
        administrative_code,
        name,
        city as outermost,
        city || name as written
    from below
    where level in ('district', 'county') and city is not null
    union
    select
        administrative_code,
        name,
        province as outermost,
        province || city || name as written
    from below
    where level in ('district', 'county') and city is not null
    union
    select
        min(administrative_code) as administrative_code,
        name,
        name as outermost,
        name as written
    from divisions
    where level = 'county'
    group by name
    having count(*) = 1
),

texts as (
    select own_text as place_text from bodies
    union
    select department_text from bodies
    union
    select title from bodies
    union
    select department_title from bodies
    union
    select {{ place_text('region') }} from {{ ref('body_decision') }} where decision = 'place'
),

placed as (
    select
        texts.place_text,
        arg_max(written.administrative_code, (length(written.written), written.administrative_code)) as administrative_code,
        arg_max(written.name, (length(written.written), written.administrative_code)) as name,
        arg_max(written.outermost, (length(written.written), written.administrative_code)) as outermost
    from texts
    inner join written on left(texts.place_text, 2) = left(written.written, 2) and starts_with(texts.place_text, written.written)
    group by texts.place_text
),

decisions as (
    select
        {{ plain_body_name(normalise_name('alias')) }} as name_key,
        {{ place_text('region') }} as place_text
    from {{ ref('body_decision') }}
    where decision = 'place'
),

-- The first of these that says a place, and those after it as far as they lie within it.
sources as (
    select
        bodies.unit_key,
        1 as rank,
        decisions.place_text
    from bodies
    inner join decisions on bodies.name_key = decisions.name_key
    union all
    select
        bodies.unit_key,
        2 as rank,
        decisions.place_text
    from bodies
    inner join decisions on bodies.department_name_key = decisions.name_key
    union all
    select
        unit_key,
        3 as rank,
        department_text as place_text
    from bodies
    union all
    select
        unit_key,
        4 as rank,
        coalesce(title, department_title) as place_text
    from bodies
    union all
    select
        unit_key,
        5 as rank,
        own_text as place_text
    from bodies
),

told as (
    select
        sources.unit_key,
        sources.rank,
        placed.*,
        first_value(placed.administrative_code) over (partition by sources.unit_key order by sources.rank) as first_code,
        first_value(placed.outermost) over (partition by sources.unit_key order by sources.rank) as region
    from sources
    inner join placed on sources.place_text = placed.place_text
),

deepest as (
    select *
    from told
    where starts_with(administrative_code, {{ division_prefix('first_code') }})
    qualify row_number() over (
        partition by unit_key order by length({{ division_prefix('administrative_code') }}) desc, rank
    ) = 1
),

-- A place that stands in no list of divisions, unless it only begins as one of them does.
unlisted as (
    select
        unit_key,
        nullif(regexp_extract(coalesce(department_text, own_text), {{ table_pattern('place') }}, 1), '') as region
    from bodies
),

unknown as (
    select unlisted.*
    from unlisted
    left join divisions
        on
            length(divisions.name) > 2 and left(unlisted.region, 2) = left(divisions.name, 2)
            and starts_with(unlisted.region, left(divisions.name, length(divisions.name) - 1))
    where divisions.name is null
)

select
    bodies.unit_key,
    coalesce(deepest.region, unknown.region) as region,
    below.province,
    case when below.level = 'city' then below.name else below.city end as city,
    case when below.level in ('district', 'county') then deepest.name end as district,
    deepest.administrative_code
from bodies
left join deepest on bodies.unit_key = deepest.unit_key
left join unknown on bodies.unit_key = unknown.unit_key
left join below on deepest.administrative_code = below.administrative_code and deepest.name = below.name
