-- The lines or columns that the numbers of a stated identity mean, one row per number and place; no place where none is printed.
with stated as (
    select terms.*
    from {{ ref('stg_declared_term') }} as terms
    inner join {{ ref('int_document') }} as documents on terms.document_key = documents.document_key
    where documents.status = 'loaded'
),

places as (
    select
        'row' as axis,
        table_key,
        index_number,
        block_number,
        row_number as place_number
    from {{ ref('stg_row') }}
    where index_number is not null and not is_repeat
    union all
    select
        'column' as axis,
        table_key,
        index_number,
        block_number,
        column_number as place_number
    from {{ ref('stg_column') }}
    where index_number is not null and role = 'value'
),

blocks as (
    select
        table_key,
        block_number,
        count(*) as column_count
    from {{ ref('stg_column') }}
    where role = 'value'
    group by table_key, block_number
),

placed as (
    select
        stated.*,
        places.block_number,
        places.place_number,
        blocks.column_count
    from stated
    left join places
        on stated.axis = places.axis and stated.table_key = places.table_key and stated.index_number = places.index_number
    left join blocks on places.table_key = blocks.table_key and places.block_number = blocks.block_number
),

judged as (
    select
        *,
        min(index_number) filter (where place_number is null) over one_identity as first_missing,
        min(block_number) over one_identity <> max(block_number) over one_identity as is_across_lists,
        min(column_count) over one_identity <> max(column_count) over one_identity as is_of_other_columns
    from placed
    window one_identity as (partition by table_key, declared_number)
)

select
    * exclude (first_missing, is_of_other_columns),
    case
        when first_missing is not null
            then 'the table prints no ' || case axis when 'row' then 'line ' else 'column ' end || first_missing
        when axis = 'column' and is_across_lists then 'its columns stand in lists side by side'
        when is_of_other_columns then 'its lines stand in lists with other columns'
    end as not_evaluable_reason
from judged
