-- Figures of the units' rows of a 三公 table whose columns are the items, where the units make up every total that it prints. Of one row and
-- item the total column comes before the funds that it sums. Grain: one printed amount.
with figures as (
    select
        *,
        coalesce(row_role = 'total', false) as is_total_row,
        row_entity = 'unit' and row_role is null and is_leaf as is_unit_row,
        case
            when sum_role <> 'total' then 2
            when fund is not null then 1
            else 0
        end as column_rank
    from {{ ref('int_usable_amount') }}
    where table_kind = 'three_public' and item is not null and item <> 'operating_cost'
),

whole as (
    select * from figures
    qualify column_rank = min(column_rank) over (partition by table_key, position, amount_stage, item)
),

sums as (
    select
        table_key,
        amount_stage,
        item,
        abs(
            coalesce(sum(amount_yuan) filter (where is_total_row), 0) - coalesce(sum(amount_yuan) filter (where is_unit_row), 0)
        ) <= max(half_unit_yuan) * (1 + count(*) filter (where is_unit_row)) as holds
    from whole
    group by table_key, amount_stage, item
),

proved as (
    select whole.table_key
    from whole
    inner join sums
        on whole.table_key = sums.table_key and whole.amount_stage = sums.amount_stage and whole.item = sums.item
    group by whole.table_key
    -- A total that nothing is printed for proves nothing.
    having bool_and(sums.holds) and bool_or(whole.is_total_row and whole.amount_yuan > 0)
)

select
    whole.* exclude (is_total_row, is_unit_row, column_rank),
    {{ normalise_name('whole.row_label') }} as name_key
from whole
inner join proved on whole.table_key = proved.table_key
where whole.is_unit_row
