-- Every figure printed in the tables of loaded documents. Grain: one cell.
with amounts as (
    select * from {{ ref('int_judged_amount') }}
),

-- What a repeated row repeats: the amount of the same column in the row it was first printed in.
firsts as (
    select
        table_key,
        block_number,
        column_number,
        row_number,
        min(amount_key) as amount_key
    from amounts
    group by table_key, block_number, column_number, row_number
),

-- In a table that lists subjects unit by unit the heading of a subject's row begins with its unit.
units_above as (
    select
        told.table_key,
        told.position,
        headings.row_label as unit_label
    from {{ ref('int_parent_by_code') }} as told
    inner join {{ ref('int_row') }} as headings
        on told.table_key = headings.table_key and told.parent_position = headings.position and not headings.is_repeat
    where headings.row_entity = 'unit'
    qualify row_number() over (partition by told.table_key, told.position order by told.parent_position desc) = 1
)

select
    amounts.amount_key,
    amounts.table_key,
    amounts.document_key,
    amounts.page_number,
    amounts.row_number,
    amounts.block,
    amounts.row_code,
    amounts.row_second_code,
    amounts.row_label,
    case
        when units_above.unit_label is null or starts_with(amounts.row_path, units_above.unit_label) then amounts.row_path
        else concat_ws('/', units_above.unit_label, amounts.row_path)
    end as row_path,
    amounts.row_level,
    amounts.row_entity,
    amounts.column_number,
    amounts.column_path,
    amounts.measure,
    amounts.amount_text,
    amounts.amount,
    amounts.printed_unit,
    case when amounts.measure in ('money', 'change') and amounts.amount is not null then amounts.amount_yuan end as amount_yuan,
    amounts.amount_fiscal_year,
    amounts.amount_stage,
    amounts.x0,
    amounts.top,
    amounts.x1,
    amounts.bottom,
    amounts.reading,
    amounts.confidence,
    amounts.repaired_amount_yuan,
    amounts.repair_evidence,
    amounts.corrected_amount_yuan,
    amounts.yuan_per_unit,
    amounts.half_unit_yuan,
    case when amounts.is_repeat then coalesce(firsts.amount_key, amounts.table_key) end as repeat_of
from amounts
left join firsts
    on
        amounts.is_repeat
        and amounts.table_key = firsts.table_key
        and amounts.block_number = firsts.block_number
        and amounts.column_number = firsts.column_number
        and amounts.repeat_of_row_number = firsts.row_number
left join units_above on amounts.table_key = units_above.table_key and amounts.position = units_above.position
