-- The row above a row with a code, told by codes: a code that begins this one, the same code again, the unit above a subject.
with table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

coded as (
    select * from table_rows where row_entity in ('subject', 'unit') and code is not null
),

prefixes as (
    select
        table_key,
        position,
        year_text,
        code,
        unnest(range(1, length(code))) as prefix_length
    from coded
),

-- The latest row above whose code begins this one's: repeated lists (unit by unit) stay apart, lists side by side join.
by_code as (
    select
        prefixes.table_key,
        prefixes.position,
        arg_max(parents.position, (prefixes.prefix_length, parents.position)) as parent_position
    from prefixes
    inner join coded as parents
        on
            prefixes.table_key = parents.table_key
            and prefixes.year_text is not distinct from parents.year_text
            and left(prefixes.code, prefixes.prefix_length) = parents.code
            and parents.position < prefixes.position
    group by prefixes.table_key, prefixes.position
),

-- Some publishers print one code as both 款 and 项: the second row is the first one's only child.
by_same_code as (
    select
        table_key,
        position,
        position - 1 as parent_position
    from coded
    where classification = 'functional' and subject_level = 'section' and row_second_code is null
    qualify
        lag(code) over (partition by table_key, year_text order by position) = code
        and lag(position) over (partition by table_key, year_text order by position) = position - 1
),

-- In a table that lists subjects unit by unit, a subject without one above it is of the unit above it.
by_unit as (
    select
        subjects.table_key,
        subjects.position,
        max(units.position) as parent_position
    from coded as subjects
    inner join coded as units
        on
            subjects.table_key = units.table_key
            and subjects.year_text is not distinct from units.year_text
            and units.row_entity = 'unit'
            and units.position < subjects.position
    where subjects.row_entity = 'subject'
    group by subjects.table_key, subjects.position
)

select
    table_key,
    position,
    parent_position,
    2 as preference
from by_same_code
union all
select
    table_key,
    position,
    parent_position,
    3 as preference
from by_code
union all
select
    table_key,
    position,
    parent_position,
    4 as preference
from by_unit
