-- Terms of total rows, in every money column.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat and sums_hold
),

terms as (
    select * from {{ ref('int_total_part') }}
),

sides as (
    select distinct
        rule_id,
        table_key,
        position as total_position,
        row_label,
        'left' as side,
        position
    from terms
    union all
    select
        rule_id,
        table_key,
        position as total_position,
        row_label,
        'right' as side,
        part_position as position
    from terms
)

select
    sides.rule_id,
    sides.side,
    1 as sign,
    figures.amount_key,
    sides.table_key || ':' || sides.total_position || ':' || case
        -- Lists side by side: the parts of a total stand under headers of their own blocks.
        when sides.rule_id = 'row_total_natures' then figures.amount_fiscal_year || figures.amount_stage
        else figures.column_path
    end as scope_key,
    sides.row_label || ' · ' || figures.column_path as scope
from sides
inner join figures on sides.table_key = figures.table_key and sides.position = figures.position
