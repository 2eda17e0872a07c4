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

-- A row of which is a part of its parent and never one of the parts that add up.
children as (
    select
        outline.table_key,
        outline.parent_position,
        outline.position,
        table_rows.row_entity
    from outline
    inner join table_rows on outline.table_key = table_rows.table_key and outline.position = table_rows.position
    where
        coalesce(table_rows.row_role, '') not in ('of_which', 'total', 'grand_total', 'block_total')
        -- Lists with sums in between have an outline and rules of their own.
        and table_rows.table_key not in (select lists.table_key from {{ ref('int_list_row') }} as lists)
),

-- Totals have rules of their own, and lines of a performance table are told apart by group, not by outline.
parents as (
    select distinct
        table_rows.table_key,
        table_rows.position,
        table_rows.row_label,
        table_rows.row_entity = 'line' as is_line,
        rules.rule_id
    from table_rows
    inner join children on table_rows.table_key = children.table_key and table_rows.position = children.parent_position
    inner join rules on table_rows.row_entity = rules.row_entity
    where
        (table_rows.row_entity = 'line') = (children.row_entity = 'line')
        and coalesce(table_rows.row_role, '') not in ('total', 'grand_total', 'current_year_total', 'block_total')
        and table_rows.row_role is distinct from 'of_which'
        -- The printed outline is arithmetic in the summaries alone; elsewhere a number in front of a name need not be one.
        and (
            table_rows.row_entity <> 'line'
            or table_rows.table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation_summary')
        )
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
inner join children
    on
        parents.table_key = children.table_key
        and parents.position = children.parent_position
        and parents.is_line = (children.row_entity = 'line')
inner join figures on children.table_key = figures.table_key and children.position = figures.position
