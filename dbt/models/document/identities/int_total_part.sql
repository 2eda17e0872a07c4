-- The rows that a total row sums: those without one above them, the classes of a nature, or the lines of a group.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat and sums_hold
),

table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

outline as (
    select * from {{ ref('int_row_outline') }}
),

natures as (
    select
        code,
        nature_in_finals || '_total' as row_role
    from {{ ref('economic_class') }} where nature_in_finals is not null
),

-- Two rows called total in one block leave open which rows each sums.
totals as (
    select
        table_key,
        block_number,
        year_text,
        min(position) as position,
        min(row_label) as row_label
    from table_rows
    where row_role = 'total' and table_kind not in ('revenue_expenditure_summary', 'fiscal_appropriation_summary', 'performance_overall')
    group by table_key, block_number, year_text
    having count(*) = 1
),

-- Lists with sums in between have an outline and rules of their own.
lists as (
    select distinct table_key from {{ ref('int_list_row') }}
),

total_terms as (
    select
        'row_total' as rule_id,
        totals.table_key,
        totals.position,
        totals.row_label,
        parts.position as part_position
    from totals
    inner join table_rows as parts
        on
            totals.table_key = parts.table_key
            and totals.block_number = parts.block_number
            and totals.year_text is not distinct from parts.year_text
    inner join outline on parts.table_key = outline.table_key and parts.position = outline.position
    left join lists on totals.table_key = lists.table_key
    where
        outline.parent_position is null and parts.row_role is null and parts.row_entity <> 'line'
        and lists.table_key is null
),

nature_terms as (
    select
        'row_total_natures' as rule_id,
        totals.table_key,
        totals.position,
        totals.row_label,
        parts.position as part_position
    from table_rows as totals
    inner join natures on totals.row_role = natures.row_role
    inner join table_rows as parts
        on totals.table_key = parts.table_key and totals.year_text is not distinct from parts.year_text and natures.code = parts.code
    where
        parts.subject_level = 'class'
        -- A label that spans two lists is a row in both; its total stands in one.
        and exists (
            select 1 from figures where figures.table_key = totals.table_key and figures.position = totals.position
        )
),

group_terms as (
    select
        'row_total_group' as rule_id,
        totals.table_key,
        totals.position,
        totals.row_label,
        parts.position as part_position
    from table_rows as totals
    inner join table_rows as parts
        on
            totals.table_key = parts.table_key
            and totals.row_group = parts.row_group
            and parts.position <> totals.position
    where
        totals.row_role = 'total' and totals.table_kind = 'performance_overall'
        and coalesce(parts.row_role, '') not in ('total', 'of_which')
)

select * from total_terms
union all
select * from nature_terms
union all
select * from group_terms
