-- Figures of the rows of 三公 tables that speak for the document, by item: of a table with the items in its columns the total row, of
-- units without one all outermost rows (the first alone where it is the sum of the others), else the first; of items in rows the
-- first row of each. Of one row and item the total column comes before the funds that it sums. Grain: one printed amount.
with amounts as (
    select
        *,
        bool_or(item is not null) over (partition by table_key) as has_item_columns,
        -- 总计 beside nothing but the items of 三公 is their total.
        coalesce(bool_and(item not in ('three_public', 'conference', 'training', 'operating_cost')) over (partition by table_key), false)
            as is_total_unnamed,
        case
            when sum_role <> 'total' then 2
            when fund is not null then 1
            else 0
        end as column_rank
    from {{ ref('int_usable_amount') }}
    where table_kind = 'three_public'
),

figures as (
    select
        amounts.* replace (
            coalesce(amounts.item, row_items.item, case when amounts.is_total_unnamed then 'three_public' end) as item
        )
    from amounts
    left join {{ ref('int_row_item') }} as row_items on amounts.row_label = row_items.row_label and not amounts.has_item_columns
    where
        coalesce(amounts.item, row_items.item, case when amounts.is_total_unnamed then 'three_public' end, 'operating_cost')
        <> 'operating_cost'
),

ordered as (
    select
        *,
        bool_or(row_role = 'total') over (partition by table_key) as has_total_row,
        bool_and(row_entity = 'unit') over (partition by table_key) as is_by_unit,
        dense_rank() over one_list as row_order,
        column_rank = min(column_rank) over (partition by table_key, position, amount_stage, item) as is_whole
    from figures
    window one_list as (
        partition by table_key, amount_stage, case when not has_item_columns then item end
        order by position
    )
),

-- What units print in all beyond the first row: nothing where that row is their sum.
summed as (
    select
        *,
        sum(case when row_order = 1 then amount_yuan when parent_position is null then -amount_yuan end)
            over (partition by table_key, amount_stage) as beyond_the_first
    from ordered
    where is_whole
)

select
    * exclude (
        has_item_columns, is_total_unnamed, column_rank, has_total_row, is_by_unit, row_order, is_whole, beyond_the_first
    )
from summed
where
    case
        when has_item_columns and has_total_row then coalesce(row_role = 'total', false)
        when has_item_columns and is_by_unit and beyond_the_first <> 0 then parent_position is null
        else row_order = 1
    end
