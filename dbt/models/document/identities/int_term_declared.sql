-- Terms of the identities that tables state themselves: a sum of lines in every column, a sum of columns in every row.
with places as (
    select * from {{ ref('int_declared_place') }} where not_evaluable_reason is null
),

documents as (
    select
        document_key,
        reader
    from {{ ref('stg_document') }}
),

figures as (
    select * from {{ ref('int_amount') }} where not is_repeat
),

value_columns as (
    select
        table_key,
        column_number,
        row_number() over (partition by table_key, block_number order by column_number) as place_in_block
    from {{ ref('stg_column') }}
    where role = 'value'
),

-- Blank cells of a row are zeros of a form only where no reading of that row is in doubt.
doubted as (
    select distinct
        table_key,
        row_number,
        block_number
    from figures
    where reading in ('ambiguous', 'damaged')
),

terms as (
    select
        places.table_key,
        places.declared_number,
        places.declared_text,
        places.axis,
        places.side,
        places.sign,
        places.term_number,
        figures.amount_key,
        figures.measure,
        documents.reader not in ('ocr', 'markdown') and doubted.table_key is null as is_read_whole,
        -- Lines of lists side by side meet in the columns of the same place.
        case when places.axis = 'row' then value_columns.place_in_block else figures.position end as instance,
        case
            when places.axis = 'column' then figures.row_label
            when places.is_across_lists then split_part(figures.column_path, '/', -1)
            else figures.column_path
        end as instance_name
    from places
    inner join figures
        on
            places.table_key = figures.table_key
            and places.block_number = figures.block_number
            and places.place_number = case places.axis when 'row' then figures.row_number else figures.column_number end
    inner join value_columns on figures.table_key = value_columns.table_key and figures.column_number = value_columns.column_number
    inner join documents on figures.document_key = documents.document_key
    left join doubted
        on
            figures.table_key = doubted.table_key
            and figures.row_number = doubted.row_number
            and figures.block_number = doubted.block_number
)

select
    case axis when 'row' then 'declared_rows' else 'declared_columns' end as rule_id,
    side,
    sign,
    amount_key,
    table_key || ':' || declared_number || ':' || instance as scope_key,
    concat_ws(' · ', declared_text, nullif(first(instance_name order by term_number) over one_identity, '')) as scope,
    declared_text as stated,
    -- The line that should hold a sum and is blank says zero, whoever printed it.
    bool_and(is_read_whole) over one_identity as blank_says_zero,
    count(*) over (partition by table_key, declared_number, instance, term_number) > 1 as is_ambiguous
from terms
window one_identity as (partition by table_key, declared_number, instance)
qualify bool_and(measure in ('money', 'change')) over one_identity
