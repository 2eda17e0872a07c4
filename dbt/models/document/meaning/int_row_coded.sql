-- One row per printed row with the whole of its code: a 款 that prints its own two digits alone stands below the 类 printed above it.
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
)

select
    * exclude (code),
    case
        when default_entity = 'subject' and regexp_matches(code, '^\d\d$')
            then concat(last_value(case when length(code) = 3 then code end ignore nulls) over lines, code)
        else code
    end as code
from coded
window lines as (partition by table_key order by block_number, row_number)
