-- Faults that explain the broken identities of a document, amounts that stand a row beside their own, figures printed twice a little
-- differently, codes that contradict the names beside them, sentences that compare a year with
-- itself, and tables whose layout is not understood. Grain: one finding.
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
        arg_max(row_count, (broken_row_count, row_count)) as row_count
    from {{ ref('int_layout_doubt') }}
    group by table_key, document_key
),

slips as (
    select
        slips.table_key,
        slips.column_number,
        slips.document_key,
        slips.row_shift,
        slips.first_position,
        slips.last_position,
        max(slips.broken_count) as broken_count,
        max(slips.explained_count) as explained_count,
        max(abs(results.residual_yuan)) as severity_yuan
    from {{ ref('int_row_slip') }} as slips
    inner join {{ ref('int_result') }} as results on slips.result_key = results.result_key
    group by slips.table_key, slips.column_number, slips.document_key, slips.row_shift, slips.first_position, slips.last_position
),

sentences as (
    select
        *,
        case when length(sentence) > 60 then left(sentence, 59) || '…' else sentence end as said
    from {{ ref('int_own_year_comparison') }}
),

-- Where a column was read from: a picture may be misread by a row.
sources as (
    select
        amounts.table_key,
        amounts.column_number,
        {{ reading_source('any_value(documents.reader)', 'min(amounts.confidence)') }} as source
    from {{ ref('int_amount') }} as amounts
    inner join {{ ref('int_document') }} as documents on amounts.document_key = documents.document_key
    group by amounts.table_key, amounts.column_number
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
    {{ slip_finding_key('slips.table_key', 'slips.column_number') }} as finding_key,
    slips.document_key,
    first_rows.page_number,
    {{ kind_of_source('sources.source') }} as kind,
    format(
        '{}: the amounts of {} are printed a row too {} from {} to {}: '
        || 'of {} identities that break there {} hold with the amounts of the row {}.',
        tables.table_name, columns.column_path,
        case slips.row_shift when -1 then 'high' else 'low' end, first_rows.row_label, last_rows.row_label,
        slips.broken_count, slips.explained_count,
        case slips.row_shift when -1 then 'above' else 'below' end
    ) as summary,
    format(
        '{}：“{}”一栏自“{}”至“{}”的金额印{}一行：{} 项不符，其中 {} 项与{}一行的金额相符。',
        tables.table_name, columns.column_path, first_rows.row_label, last_rows.row_label,
        case slips.row_shift when -1 then '高' else '低' end, slips.broken_count, slips.explained_count,
        case slips.row_shift when -1 then '上' else '下' end
    ) as summary_zh,
    'row_slip' as pattern,
    slips.severity_yuan
from slips
inner join tables on slips.table_key = tables.table_key
inner join {{ ref('int_column') }} as columns
    on slips.table_key = columns.table_key and slips.column_number = columns.column_number
inner join sources on slips.table_key = sources.table_key and slips.column_number = sources.column_number
inner join {{ ref('int_row') }} as first_rows on slips.table_key = first_rows.table_key and slips.first_position = first_rows.position
inner join {{ ref('int_row') }} as last_rows on slips.table_key = last_rows.table_key and slips.last_position = last_rows.position
union all by name
select
    misprints.finding_key,
    misprints.document_key,
    misprints.page_number,
    {{ kind_of_source('misprints.source') }} as kind,
    format(
        '{}: {} is printed with the code {}; {}{} prints it with {}.{}',
        tables.table_name, misprints.row_label, misprints.row_code, other_tables.table_name,
        coalesce(format(' (page {})', misprints.other_page_number), ''), misprints.meant_code,
        case when misprints.is_sure then '' else ' Either the code is wrong or the name.' end
    ) as summary,
    format(
        '{}：“{}”的科目编码印为 {}，而{}{}印为 {}。{}',
        tables.table_name, misprints.row_label, misprints.row_code, other_tables.table_name,
        coalesce(format('（第 {} 页）', misprints.other_page_number), ''), misprints.meant_code,
        case when misprints.is_sure then '' else '编码与名称必有一误。' end
    ) as summary_zh,
    'code' as pattern
from {{ ref('doc_misprinted_code') }} as misprints
inner join tables on misprints.table_key = tables.table_key
inner join tables as other_tables on misprints.other_table_key = other_tables.table_key
union all by name
select
    {{ sentence_finding_key('sentences.prose_figure_key') }} as finding_key,
    sentences.document_key,
    sentences.page_number,
    {{ kind_of_source(reading_source('documents.reader', 'null')) }} as kind,
    format('“{}” compares {} with itself.', sentences.said, sentences.fiscal_year) as summary,
    format('“{}”将 {} 年与本年相比。', sentences.said, sentences.fiscal_year) as summary_zh,
    'copied_sentence' as pattern
from sentences
inner join {{ ref('int_document') }} as documents on sentences.document_key = documents.document_key
