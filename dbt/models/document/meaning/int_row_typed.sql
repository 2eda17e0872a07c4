-- One row per printed row with what it is a row of: a subject, a unit, a project or a mere line.
with row_lines as (
    select * from {{ ref('stg_row') }}
),

tables as (
    select * from {{ ref('int_table_kind') }}
),

classes as (
    select
        code,
        'functional' as classification
    from {{ ref('functional_class') }}
    union all
    select
        code,
        'economic' as classification
    from {{ ref('economic_class') }}
),

-- What the header over the codes (or else over the names) says the rows are of.
entities as (
    select
        table_key,
        arg_min(entity, (case role when 'code' then 0 else 1 end, column_number)) as entity
    from {{ ref('int_column') }}
    where role in ('code', 'label') and entity is not null
    group by table_key
),

coded as (
    select
        row_lines.*,
        tables.table_kind,
        tables.classification,
        tables.default_entity,
        entities.entity as header_entity,
        regexp_replace(row_lines.row_code, '\s', '', 'g') as code
    from row_lines
    inner join tables on row_lines.table_key = tables.table_key
    left join entities on row_lines.table_key = entities.table_key
),

-- A 款 that prints its own two digits alone stands below the 类 printed above it.
completed as (
    select
        * exclude (code),
        case
            when default_entity = 'subject' and regexp_matches(code, '^\d\d$')
                then concat(last_value(case when length(code) = 3 then code end ignore nulls) over lines, code)
            else code
        end as code
    from coded
    window lines as (partition by table_key order by block_number, row_number)
),

declared as (
    select
        *,
        case
            when code is null then 'line'
            when table_kind = 'three_public' and header_entity = 'unit' then 'unit'
            when default_entity = 'line' then 'line'
            when default_entity = 'project' and header_entity = 'subject' and length(code) in (3, 5, 7) then 'subject'
            when default_entity = 'project' and length(code) <= 9 and regexp_matches(code, '^\d+$') then 'unit'
            when default_entity = 'project' then 'project'
            when header_entity = 'unit' and default_entity <> 'subject' then 'unit'
            when header_entity is not null then header_entity
            else default_entity
        end as declared_entity
    from completed
)

select
    declared.* exclude (declared_entity),
    -- A code of no class of the standard under a header of subjects is a unit's: such tables list subjects unit by unit.
    case
        when declared.declared_entity = 'subject' and classes.code is null and regexp_matches(declared.code, '^(\d{3})+$') then 'unit'
        else declared.declared_entity
    end as row_entity,
    row_number() over (partition by declared.table_key order by declared.block_number, declared.row_number) as position
from declared
left join classes
    on left(declared.code, 3) = classes.code and coalesce(declared.classification, 'functional') = classes.classification
