select
    cell.cell_key as amount_key, cell.table_key, cell.document_key, cell.page_number, cell.row_number,
    null::varchar as row_code, line.row_label, line.row_path, 2 as column_number, '合计' as column_path, cell.text as amount_text,
    -- A document that says so cannot be carried through the document stage.
    case when line.row_label = 'unbearable' then error('an unbearable row') else cell.number end as amount,
    cell.number::decimal(24, 2) as amount_yuan, cell.x0, cell.top, cell.x1, cell.bottom, cell.reading,
    null::varchar as repeat_of, null::decimal(24, 2) as repaired_amount_yuan, null::varchar as repair_evidence,
    null::decimal(24, 2) as corrected_amount_yuan, 'money' as measure, '元' as printed_unit
from {{ source('raw', 'cell') }} as cell
inner join {{ source('raw', 'row') }} as line on cell.table_key = line.table_key and cell.row_number = line.row_number
