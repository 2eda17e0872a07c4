-- Terms of totals over the rows of a deeper level: what stands below the outermost rows adds up to the total as well.
with recursive figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat and sums_hold
),

totals as (
    select distinct
        table_key,
        position as total_position,
        row_label
    from {{ ref('int_total_part') }}
    where rule_id = 'row_total'
    union
    select
        table_key,
        position as total_position,
        row_label
    from {{ ref('int_list_row') }}
    where depth = 0
),

-- Every row that has a place in the outline below a total, with the row above it; the total itself stands above the outermost.
placed as (
    select
        table_rows.table_key,
        totals.total_position,
        totals.row_label as total_label,
        table_rows.position,
        coalesce(outline.parent_position, totals.total_position) as parent_position
    from {{ ref('int_row') }} as table_rows
    inner join totals on table_rows.table_key = totals.table_key
    inner join {{ ref('int_row') }} as total_rows
        on
            totals.table_key = total_rows.table_key
            and totals.total_position = total_rows.position
            and table_rows.year_text is not distinct from total_rows.year_text
    inner join {{ ref('int_row_outline') }} as outline
        on table_rows.table_key = outline.table_key and table_rows.position = outline.position
    left join {{ ref('int_list_row') }} as list_rows on totals.table_key = list_rows.table_key and list_rows.depth = 0
    where
        not table_rows.is_repeat and table_rows.row_role is null and table_rows.row_entity <> 'line'
        and list_rows.table_key is null
    union all
    select
        totals.table_key,
        totals.total_position,
        totals.row_label as total_label,
        outline.position,
        outline.parent_position
    from {{ ref('int_list_outline') }} as outline
    inner join totals on outline.table_key = totals.table_key
    where outline.row_kind = 'row' and outline.parent_position is not null
),

levels as (
    select
        table_key,
        total_position,
        total_label,
        position,
        1 as level
    from placed
    where parent_position = total_position
    union all
    select
        placed.table_key,
        placed.total_position,
        placed.total_label,
        placed.position,
        levels.level + 1 as level
    from levels
    inner join placed on levels.table_key = placed.table_key and levels.position = placed.parent_position
    -- No outline is deeper; one that leads back into itself would have no end.
    where levels.level < 12
),

rules as (
    select
        rule_id,
        cast(row_entity as integer) as level
    from {{ ref('reconciliation_rule') }}
    where method = 'level_total'
),

-- A row with nothing below it speaks for all deeper levels.
parts as (
    select
        rules.rule_id,
        levels.table_key,
        levels.total_position,
        levels.total_label,
        levels.position
    from levels
    inner join rules on levels.level <= rules.level
    left join placed as below on levels.table_key = below.table_key and levels.position = below.parent_position
    where levels.level = rules.level or below.position is null
    group by all
),

reached as (
    select distinct
        levels.table_key,
        rules.rule_id
    from levels
    inner join rules on levels.level = rules.level
),

sides as (
    select
        parts.rule_id,
        parts.table_key,
        parts.total_position,
        parts.total_label,
        'right' as side,
        parts.position
    from parts
    inner join reached on parts.table_key = reached.table_key and parts.rule_id = reached.rule_id
    union
    select
        parts.rule_id,
        parts.table_key,
        parts.total_position,
        parts.total_label,
        'left' as side,
        parts.total_position as position
    from parts
    inner join reached on parts.table_key = reached.table_key and parts.rule_id = reached.rule_id
),

-- Codes beside the amounts of a list make a block of their own: its figures are found by line.
lines as (
    select
        table_key,
        position,
        row_number
    from {{ ref('int_list_row') }}
),

placed_figures as (
    select
        figures.*,
        coalesce(lines.position, figures.position) as line_position
    from figures
    left join lines on figures.table_key = lines.table_key and figures.row_number = lines.row_number
)

select
    sides.rule_id,
    sides.side,
    1 as sign,
    placed_figures.amount_key,
    sides.table_key || ':' || sides.total_position || ':' || placed_figures.column_path as scope_key,
    sides.total_label || ' · ' || placed_figures.column_path as scope
from sides
inner join placed_figures on sides.table_key = placed_figures.table_key and sides.position = placed_figures.line_position
