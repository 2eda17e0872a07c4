-- One row per figure printed in a table of a document, with the meaning of its row and column. Grain: one cell.
with cells as (
    select * from {{ ref('int_value_cell') }}
),

columns as (
    select * from {{ ref('int_column') }} where role = 'value'
),

table_rows as (
    select * from {{ ref('int_row') }}
),

tables as (
    select * from {{ ref('int_table') }}
),

outlines as (
    select * from {{ ref('int_row_outline') }}
),

loaded_documents as (
    select
        document_key,
        stage
    from {{ ref('int_document') }}
    where status = 'loaded'
),

corrections as (
    select
        amount_key,
        corrected
    from {{ ref('stg_correction') }}
),

economic_items as (
    select
        code,
        item
    from {{ ref('economic_item') }}
),

row_items as (
    select * from {{ ref('int_row_item') }}
),

placed as (
    select
        cells.cell_key as amount_key,
        cells.document_key,
        loaded_documents.stage as document_stage,
        cells.table_key,
        tables.table_kind,
        tables.sums_hold,
        tables.excludes_carry_over,
        cells.page_number,
        cells.row_number,
        cells.block_number,
        cells.column_number,
        columns.block,
        columns.column_path,
        columns.sum_role,
        columns.layout,
        columns.period,
        columns.fund_detail,
        columns.nature,
        coalesce(columns.item, economic_items.item) as item,
        -- A row says it nearer than its column.
        coalesce(table_rows.row_year, columns.amount_fiscal_year) as amount_fiscal_year,
        case
            when row_items.said_stage is not null
                then {{ amount_stage('row_items.said_stage', 'loaded_documents.stage', 'tables.table_kind', 'tables.note_text') }}
            else columns.amount_stage
        end as amount_stage,
        table_rows.position,
        table_rows.row_code,
        table_rows.row_second_code,
        table_rows.row_label,
        table_rows.row_path,
        table_rows.row_level,
        table_rows.row_entity,
        table_rows.row_role,
        table_rows.second_role,
        table_rows.row_group,
        table_rows.row_fund,
        table_rows.row_fund_detail,
        table_rows.classification,
        table_rows.code,
        table_rows.subject_level,
        table_rows.class_code,
        table_rows.unit_label,
        outlines.parent_position,
        outlines.parent_role,
        coalesce(outlines.is_leaf, false) as is_leaf,
        coalesce(outlines.is_beside_the_year, false) as is_beside_the_year,
        table_rows.is_repeat,
        table_rows.repeat_of_row_number,
        cells.text as amount_text,
        cells.number as amount,
        cells.number_decimals,
        cells.reading,
        corrections.corrected,
        cells.confidence,
        cells.x0,
        cells.top,
        cells.x1,
        cells.bottom,
        coalesce(table_rows.row_group, columns.side) as side,
        columns.fund,
        cells.measure,
        tables.decimals,
        coalesce(cells.stated_unit, tables.printed_unit) as printed_unit
    from cells
    inner join columns on cells.table_key = columns.table_key and cells.column_number = columns.column_number
    inner join table_rows
        on
            cells.table_key = table_rows.table_key
            and cells.block_number = table_rows.block_number
            and cells.row_number = table_rows.row_number
    inner join tables on cells.table_key = tables.table_key
    inner join loaded_documents on cells.document_key = loaded_documents.document_key
    left join outlines on cells.table_key = outlines.table_key and table_rows.position = outlines.position
    left join row_items on table_rows.row_label = row_items.row_label and tables.table_kind = 'three_public'
    left join corrections on cells.cell_key = corrections.amount_key
    left join economic_items
        on table_rows.code = economic_items.code and table_rows.row_entity = 'subject' and table_rows.classification = 'economic'
)

select
    * exclude (corrected, decimals, number_decimals),
    {{ unit_in_yuan('printed_unit') }} as yuan_per_unit,
    -- Beyond what money of this world can be, yuan are unknown: sums of them would not fit.
    case
        when abs(amount) * {{ unit_in_yuan('printed_unit') }} < 1e16
            then cast(amount * {{ unit_in_yuan('printed_unit') }} as decimal(24, 2))
    end as amount_yuan,
    cast(
        greatest(
            {{ half_unit('printed_unit', 'decimals') }},
            {{ half_unit_of_shortened('amount_text', 'number_decimals', 'printed_unit') }}
        ) as decimal(24, 8)
    ) as half_unit_yuan,
    -- What a person decided stands beside the reading; facts use it, identities are about what is printed.
    cast(corrected * {{ unit_in_yuan('printed_unit') }} as decimal(24, 2)) as corrected_amount_yuan
from placed
