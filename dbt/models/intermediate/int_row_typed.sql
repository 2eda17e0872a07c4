-- One row per printed row with what it is a row of: a subject, a unit, a project or a mere line.
with row_lines as (
    select * from {{ ref('stg_row') }}
),

tables as (
    select * from {{ ref('int_table_kind') }}
),

-- What the header over the codes (or else over the names) says the rows are of.
entities as (
    select
        table_key,
        arg_min(entity, case role when 'code' then 0 else 1 end) as entity
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
)

select
    *,
    case
        when code is null or default_entity = 'line' then 'line'
        when default_entity = 'project' and header_entity = 'subject' and length(code) in (3, 5, 7) then 'subject'
        when default_entity = 'project' and length(code) <= 9 and regexp_matches(code, '^\d+$') then 'unit'
        when default_entity = 'project' then 'project'
        when header_entity = 'unit' and default_entity <> 'subject' then 'unit'
        when header_entity is not null then header_entity
        else default_entity
    end as row_entity,
    row_number() over (partition by table_key order by block_number, row_number) as position
from coded
