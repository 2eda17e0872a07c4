-- 三公: the innermost items that a table prints in its one row, or in its total row, so that the items add up.
with figures as (
    select
        *,
        bool_or(item in ('vehicle_purchase', 'vehicle_running')) over (partition by table_key, position, amount_stage) as has_vehicle_parts,
        bool_or(row_role = 'total') over (partition by table_key) as has_total_row,
        dense_rank() over (partition by table_key order by position) as row_order
    from {{ ref('int_usable_amount') }}
    where table_kind = 'three_public' and item is not null and item not in ('three_public', 'operating_cost')
)

select
    document_key,
    amount_stage as stage,
    item as code,
    'fiscal_appropriation' as fund,
    'three_public' as nature,
    amount_yuan,
    half_unit_yuan as tolerance_yuan,
    {{ own_term('amount_key') }} as terms
from figures
where
    amount_yuan <> 0
    and not (item = 'vehicles' and has_vehicle_parts)
    and case when has_total_row then coalesce(row_role = 'total', false) else row_order = 1 end
