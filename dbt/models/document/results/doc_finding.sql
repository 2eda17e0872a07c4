-- Faults that explain the broken identities of a document, figures printed twice a little differently, and tables whose layout is not
-- understood. Grain: one finding.
with doubts as (
    select
        table_key,
        document_key,
        max(broken_row_count) as broken_row_count,
        arg_max(row_count, broken_row_count) as row_count
    from {{ ref('int_layout_doubt') }}
    group by table_key, document_key
)

select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh,
    severity_yuan,
    severity_points,
    printed_yuan,
    expected_yuan
from {{ ref('int_fault') }}
where row_kind = 'row'
union all
select
    {{ layout_finding_key('doubts.table_key') }} as finding_key,
    doubts.document_key,
    tables.page_from as page_number,
    'layout_in_doubt' as kind,
    format(
        '{}: {} of {} rows do not add up in the way that its header and its outline say. How this table is laid out is not understood; '
        || 'this says nothing against what is printed.',
        coalesce(tables.table_number, tables.table_title, tables.table_kind), doubts.broken_row_count, doubts.row_count
    ) as summary,
    format(
        '{}：{} 行中有 {} 行不符合按表头和层级推定的加总关系。该表版式尚未理解，不表示印刷有误。',
        coalesce(tables.table_number, tables.table_title, tables.table_kind), doubts.row_count, doubts.broken_row_count
    ) as summary_zh,
    cast(null as decimal(24, 4)) as severity_yuan,
    cast(null as decimal(24, 4)) as severity_points,
    cast(null as decimal(24, 4)) as printed_yuan,
    cast(null as decimal(24, 4)) as expected_yuan
from doubts
inner join {{ ref('doc_table') }} as tables on doubts.table_key = tables.table_key
