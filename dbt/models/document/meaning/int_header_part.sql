-- One row per total column and part of it, from the header tree: sisters of the total, a group standing for its own total.
with columns as (
    select
        table_key,
        block_number,
        column_number,
        column_path,
        sum_role,
        item,
        amount_fiscal_year,
        amount_stage,
        string_split(column_path, '/') as header_cells
    from {{ ref('int_column') }}
    where role = 'value' and measure = 'money'
),

paths as (
    select
        *,
        -- Every group that the column stands in, outermost first; '' is the whole table.
        list_transform(range(0, len(header_cells)), lambda i: array_to_string(header_cells[1:i], '/')) as groups
    from columns
),

-- Two totals side by side in one group leave open what each sums.
totals as (
    select
        *,
        groups[-1] as group_path
    from paths
    where sum_role = 'total'
    qualify count(*) over (partition by table_key, block_number, groups[-1], amount_fiscal_year, amount_stage) = 1
),

total_groups as (
    select distinct
        table_key,
        block_number,
        groups[-1] as group_path
    from paths
    where sum_role = 'total'
),

candidates as (
    select
        totals.table_key,
        totals.block_number,
        totals.column_number as total_column_number,
        totals.group_path as total_group,
        parts.column_number,
        parts.sum_role,
        parts.groups[-1] as own_group,
        -- Groups between the total's own and the part, outermost first.
        list_filter(parts.groups, lambda g: length(g) > length(totals.group_path)) as inner_groups
    from totals
    inner join paths as parts
        on
            totals.table_key = parts.table_key
            and totals.block_number = parts.block_number
            and totals.column_number <> parts.column_number
            and list_contains(parts.groups, totals.group_path)
            and totals.amount_fiscal_year = parts.amount_fiscal_year
            and totals.amount_stage = parts.amount_stage
            -- A total that names the 三公 leaves out what is printed beside them.
            and not (
                coalesce(totals.item, '') = 'three_public'
                and coalesce(parts.item, '') in ('conference', 'training', 'operating_cost')
            )
),

first_total as (
    select
        candidates.table_key,
        candidates.total_column_number,
        candidates.column_number,
        min(length(total_groups.group_path)) as group_length
    from candidates
    inner join total_groups
        on
            candidates.table_key = total_groups.table_key
            and candidates.block_number = total_groups.block_number
            and list_contains(candidates.inner_groups, total_groups.group_path)
    group by candidates.table_key, candidates.total_column_number, candidates.column_number
)

select
    candidates.table_key,
    candidates.total_column_number,
    candidates.column_number,
    candidates.sum_role = 'of_which' as is_of_which
from candidates
left join first_total
    on
        candidates.table_key = first_total.table_key
        and candidates.total_column_number = first_total.total_column_number
        and candidates.column_number = first_total.column_number
where
    -- Of which columns are compared within their own group only.
    (candidates.sum_role = 'of_which' and candidates.own_group = candidates.total_group)
    or (candidates.sum_role <> 'of_which' and first_total.group_length is null and (candidates.sum_role <> 'total'))
    or (candidates.sum_role = 'total' and first_total.group_length = length(candidates.own_group))
