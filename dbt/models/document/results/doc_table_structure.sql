-- What the figures of a table proved of its structure where header or outline say otherwise or nothing, with the proof. Grain: one proof
-- of a table.
with columns as (
    select
        structures.table_key,
        'columns:' || structures.total_column_number as proof,
        'columns' as structure,
        any_value(totals.column_path) as total_path,
        string_agg(changed.column_path, ', ' order by changed.column_number) as changed_paths,
        any_value(structures.takes_in) as takes_in,
        any_value(structures.row_count) as row_count,
        any_value(structures.rows_held_as_said) as rows_held_as_said,
        any_value(structures.rows_held) as rows_held
    from {{ ref('int_column_structure') }} as structures
    inner join {{ ref('int_column') }} as totals
        on structures.table_key = totals.table_key and structures.total_column_number = totals.column_number
    inner join {{ ref('int_column') }} as changed
        on structures.table_key = changed.table_key and list_contains(structures.column_numbers, changed.column_number)
    group by structures.table_key, structures.total_column_number
),

lists as (
    select
        table_key,
        count(*) as row_count,
        count(parent_position) as rows_held
    from {{ ref('int_list_outline') }}
    where row_kind = 'row'
    group by table_key
    having count(parent_position) > 0
),

carried as (
    select
        carried.left_table_key as table_key,
        carried.right_table_key,
        max(carried.carried_yuan) as carried_yuan,
        count(*) as row_count,
        any_value(coalesce(others.table_number, others.table_title, others.table_kind)) as other_name
    from {{ ref('int_carry_over_apart') }} as carried
    inner join {{ ref('doc_table') }} as others on carried.right_table_key = others.table_key
    group by carried.left_table_key, carried.right_table_key
),

told as (
    select
        table_key,
        proof,
        structure,
        row_count,
        rows_held_as_said,
        rows_held,
        format(
            case when takes_in then '{} counts in {}, though the header prints it as 其中' else '{} does not count {}' end,
            total_path, changed_paths
        ) as statement,
        format(case when takes_in then '“{}”含“{}”（表头列为其中项）' else '“{}”不含“{}”' end, total_path, changed_paths) as statement_zh
    from columns
    union all
    select
        table_key,
        'list' as proof,
        'list' as structure,
        row_count,
        cast(0 as bigint) as rows_held_as_said,
        rows_held,
        'rows stand under headings that are their sums' as statement,
        '各行归于其合计所在的标题行' as statement_zh
    from lists
    union all
    select
        table_key,
        'carry_over:' || right_table_key as proof,
        'carry_over' as structure,
        row_count,
        cast(0 as bigint) as rows_held_as_said,
        row_count as rows_held,
        format('it and {} are apart by what is carried over, {} yuan', other_name, carried_yuan::decimal(24, 2)::varchar) as statement,
        format('本表与{}的结转口径不同，相差 {} 元', other_name, carried_yuan::decimal(24, 2)::varchar) as statement_zh
    from carried
)

select
    md5(concat_ws('|', told.table_key, told.proof))[1:16] as structure_key,
    tables.document_key,
    told.table_key,
    told.structure,
    told.statement,
    told.statement_zh,
    told.row_count,
    told.rows_held_as_said,
    told.rows_held
from told
inner join {{ ref('doc_table') }} as tables on told.table_key = tables.table_key
