-- Bodies named in by-unit rows, with the department printed above them. Grain: one name, code and department of a document.
with table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat and row_entity = 'unit' and code is not null and row_role is null
),

outline as (
    select * from {{ ref('int_row_outline') }}
),

documents as (
    select * from {{ ref('int_document') }} where status = 'loaded'
),

parents as (
    select distinct
        table_rows.table_key,
        outline.parent_position as position
    from table_rows
    inner join outline on table_rows.table_key = outline.table_key and table_rows.position = outline.position
),

mentions as (
    select
        documents.fiscal_year,
        table_rows.document_key,
        table_rows.code,
        table_rows.printed_label as name,
        {{ normalise_name('table_rows.printed_label') }} as name_key,
        above.code as department_code,
        above.printed_label as department_name,
        {{ normalise_name('above.printed_label') }} as department_name_key,
        parents.position is not null as has_units_below
    from table_rows
    inner join documents on table_rows.document_key = documents.document_key
    inner join outline on table_rows.table_key = outline.table_key and table_rows.position = outline.position
    left join table_rows as above on table_rows.table_key = above.table_key and outline.parent_position = above.position
    left join parents on table_rows.table_key = parents.table_key and table_rows.position = parents.position
    where table_rows.printed_label <> ''
)

select distinct
    document_key,
    fiscal_year,
    name_key,
    -- A row with units below it, or with nothing above it and a code of three digits, is the department itself.
    case when department_code is null and (has_units_below or length(code) = 3) then 'department' else 'unit' end as level,
    name,
    code,
    department_code,
    department_name,
    department_name_key
from mentions
