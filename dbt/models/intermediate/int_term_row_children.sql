-- Terms of the sums down a table: a row with rows below it in the outline, in every money column.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat and sums_hold
),

outline as (
    select * from {{ ref('int_row_outline') }} where parent_position is not null
),

table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

rules as (
    select * from {{ ref('reconciliation_rule') }} where method = 'row_children'
),

-- Totals have rules of their own, and lines of a performance table are told apart by group, not by outline.
parents as (
    select distinct
        table_rows.table_key,
        table_rows.position,
        table_rows.row_label,
        rules.rule_id
    from table_rows
    inner join outline on table_rows.table_key = outline.table_key and table_rows.position = outline.parent_position
    inner join rules on table_rows.row_entity = rules.row_entity
    where
        coalesce(table_rows.row_role, '') not in ('total', 'grand_total', 'current_year_total', 'block_total')
        and table_rows.table_kind not in ('performance_overall', 'three_public')
),

-- A row of which is a part of its parent and never one of the parts that add up.
children as (
    select
        outline.table_key,
        outline.parent_position,
        outline.position
    from outline
    inner join table_rows on outline.table_key = table_rows.table_key and outline.position = table_rows.position
    where coalesce(table_rows.row_role, '') not in ('of_which', 'total', 'grand_total', 'block_total')
)

select
    parents.rule_id,
    'left' as side,
    1 as sign,
    figures.amount_key,
    parents.table_key || ':' || parents.position || ':' || figures.column_path as scope_key,
    parents.row_label || ' · ' || figures.column_path as scope
from parents
inner join figures on parents.table_key = figures.table_key and parents.position = figures.position
union all
select
    parents.rule_id,
    'right' as side,
    1 as sign,
    figures.amount_key,
    parents.table_key || ':' || parents.position || ':' || figures.column_path as scope_key,
    parents.row_label || ' · ' || figures.column_path as scope
from parents
inner join children on parents.table_key = children.table_key and parents.position = children.parent_position
inner join figures on children.table_key = figures.table_key and children.position = figures.position
