-- Faults that explain the broken identities of a document, columns that stand a row beside their labels, figures printed twice a little
-- differently, and tables whose layout is not understood. Grain: one finding.
with tables as (
    select
        table_key,
        page_from,
        coalesce(table_number, table_title, table_kind) as table_name
    from {{ ref('doc_table') }}
),

doubts as (
    select
        table_key,
        document_key,
        max(broken_row_count) as broken_row_count,
        arg_max(row_count, broken_row_count) as row_count
    from {{ ref('int_layout_doubt') }}
    group by table_key, document_key
),

shifts as (
    select
        shifted.table_key,
        shifted.column_number,
        shifted.document_key,
        shifted.row_shift,
        max(shifted.broken_row_count) as broken_row_count,
        max(shifted.explained_row_count) as explained_row_count,
        min(results.page_number) as page_number
    from {{ ref('int_shifted_column') }} as shifted
    inner join {{ ref('int_result') }} as results on shifted.result_key = results.result_key
    group by shifted.table_key, shifted.column_number, shifted.document_key, shifted.row_shift
)

select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh,
    pattern,
    severity_yuan,
    severity_points,
    printed_yuan,
    expected_yuan
from {{ ref('int_fault') }}
where row_kind = 'row'
union all by name
select
    {{ layout_finding_key('doubts.table_key') }} as finding_key,
    doubts.document_key,
    tables.page_from as page_number,
    'layout_in_doubt' as kind,
    format(
        '{}: {} of {} rows do not add up in the way that its header and its outline say. How this table is laid out is not understood; '
        || 'this says nothing against what is printed.',
        tables.table_name, doubts.broken_row_count, doubts.row_count
    ) as summary,
    format(
        '{}：{} 行中有 {} 行不符合按表头和层级推定的加总关系。该表版式尚未理解，不表示印刷有误。',
        tables.table_name, doubts.row_count, doubts.broken_row_count
    ) as summary_zh
from doubts
inner join tables on doubts.table_key = tables.table_key
union all by name
select
    {{ shift_finding_key('shifts.table_key', 'shifts.column_number') }} as finding_key,
    shifts.document_key,
    shifts.page_number,
    'publisher_error' as kind,
    format(
        '{}: the amounts of {} are printed a row too {}: {} of {} rows that do not add up do with the amount of the row {}.',
        tables.table_name, columns.column_path,
        case shifts.row_shift when -1 then 'high' else 'low' end, shifts.explained_row_count, shifts.broken_row_count,
        case shifts.row_shift when -1 then 'above' else 'below' end
    ) as summary,
    format(
        '{}：“{}”一栏的金额印{}一行：{} 行不符，其中 {} 行与{}一行的金额相符。',
        tables.table_name, columns.column_path,
        case shifts.row_shift when -1 then '高' else '低' end, shifts.broken_row_count, shifts.explained_row_count,
        case shifts.row_shift when -1 then '上' else '下' end
    ) as summary_zh,
    'column_shift' as pattern
from shifts
inner join tables on shifts.table_key = tables.table_key
inner join {{ ref('int_column') }} as columns
    on shifts.table_key = columns.table_key and shifts.column_number = columns.column_number
