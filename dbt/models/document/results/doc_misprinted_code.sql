-- Codes that contradict the names beside them, each with the place where it is printed, if one column prints it. Grain: one printed row.
with code_columns as (
    select
        table_key,
        block_number,
        min(x0) as x0,
        max(x1) as x1
    from {{ ref('stg_column') }}
    where role = 'code'
    group by table_key, block_number
    having count(*) = 1
),

lines as (
    select
        table_key,
        block_number,
        row_number,
        min(top) as top,
        max(bottom) as bottom,
        min(confidence) as confidence
    from {{ ref('stg_cell') }}
    group by table_key, block_number, row_number
)

select
    {{ code_finding_key('misprints.table_key', 'misprints.block_number', 'misprints.row_number') }} as finding_key,
    misprints.document_key,
    misprints.page_number,
    code_columns.x0,
    lines.top,
    code_columns.x1,
    lines.bottom,
    misprints.row_code,
    misprints.row_label,
    misprints.meant_code,
    misprints.is_sure,
    misprints.table_key,
    misprints.other_table_key,
    misprints.other_page_number,
    {{ reading_source('documents.reader', 'lines.confidence') }} as source
from {{ ref('int_misprinted_code') }} as misprints
inner join {{ ref('int_document') }} as documents on misprints.document_key = documents.document_key and documents.status = 'loaded'
left join code_columns on misprints.table_key = code_columns.table_key and misprints.block_number = code_columns.block_number
left join lines
    on
        misprints.table_key = lines.table_key
        and misprints.block_number = lines.block_number
        and misprints.row_number = lines.row_number
