-- Terms of lists with sums in between: the total and every heading with the rows that it sums, in every money column.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat
),

list_rows as (
    select * from {{ ref('int_list_row') }}
),

outline as (
    select
        table_key,
        position,
        parent_position
    from {{ ref('int_list_outline') }}
    where row_kind = 'row' and parent_position is not null
),

parents as (
    select distinct
        list_rows.table_key,
        list_rows.position,
        list_rows.row_label,
        rules.rule_id
    from list_rows
    inner join outline on list_rows.table_key = outline.table_key and list_rows.position = outline.parent_position
    inner join {{ ref('reconciliation_rule') }} as rules
        on rules.method = 'list_children' and rules.row_entity = case list_rows.depth when 0 then 'total' else 'heading' end
),

sides as (
    select
        rule_id,
        table_key,
        position as parent_position,
        row_label,
        'left' as side,
        position
    from parents
    union all
    select
        parents.rule_id,
        parents.table_key,
        parents.position as parent_position,
        parents.row_label,
        'right' as side,
        outline.position
    from parents
    inner join outline on parents.table_key = outline.table_key and parents.position = outline.parent_position
)

select
    sides.rule_id,
    sides.side,
    1 as sign,
    figures.amount_key,
    sides.table_key || ':' || sides.parent_position || ':' || figures.column_number as scope_key,
    sides.row_label || ' · ' || figures.column_path as scope
from sides
inner join list_rows on sides.table_key = list_rows.table_key and sides.position = list_rows.position
inner join figures on list_rows.table_key = figures.table_key and list_rows.row_number = figures.row_number
