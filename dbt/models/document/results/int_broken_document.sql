-- Documents whose results do not keep what the marts promise: they are set aside as a whole. Grain: one document and promise.
{% set fed = {
    'published_table': 'doc_table',
    'table_structure': 'doc_table_structure',
    'published_amount': 'doc_amount',
    'prose_figure': 'doc_prose_figure',
    'reconciliation_result': 'doc_result',
    'reconciliation_term': 'doc_result_term',
    'finding': 'doc_finding',
    'finding_amount': 'doc_finding_amount',
    'finding_result': 'doc_finding_result',
} -%}
-- depends_on: {{ ref('doc_table_structure') }}
-- depends_on: {{ ref('doc_table') }}, {{ ref('doc_amount') }}, {{ ref('doc_prose_figure') }}, {{ ref('doc_result') }}
-- depends_on: {{ ref('doc_result_term') }}, {{ ref('doc_finding') }}, {{ ref('doc_finding_amount') }}, {{ ref('doc_finding_result') }}
with contracts as (
    {{ broken_contracts(fed, of_marts=['spans_documents', 'cause_group', 'is_superseded', 'witness']) }}
),

-- Every number that was read in a column of values is a published amount: nothing is lost on the way.
lost as (
    select
        cells.document_key,
        'every figure that was read is a published amount' as promise,
        count(*) as row_count
    from {{ ref('stg_cell') }} as cells
    inner join {{ ref('doc_table') }} as tables on cells.table_key = tables.table_key
    inner join {{ ref('int_column') }} as columns
        on cells.table_key = columns.table_key and cells.column_number = columns.column_number
    left join {{ ref('doc_amount') }} as amounts on cells.cell_key = amounts.amount_key
    where cells.number is not null and columns.role = 'value' and amounts.amount_key is null
    group by cells.document_key
),

-- Every break is in a finding: nothing that does not add up is left unsaid.
unsaid as (
    select
        results.document_key,
        'every break is explained by a finding' as promise,
        count(*) as row_count
    from {{ ref('doc_result') }} as results
    left join {{ ref('doc_finding_result') }} as explained on results.result_key = explained.result_key
    where results.verdict = 'break' and explained.result_key is null
    group by results.document_key
)

select * from contracts
union all
select * from lost
union all
select * from unsaid
