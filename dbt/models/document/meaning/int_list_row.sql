-- The rows of lists with sums in between (purchases, projects without codes, tasks and forms with their money), and how deep each stands.
with listed as (
    select * from {{ ref('int_row') }}
    where not is_repeat and table_kind in ('procurement', 'project', 'performance_overall', 'performance_project')
),

-- Codes beside the amounts make a block of their own: what a line is of is said by the block with most labels.
label_blocks as (
    select
        table_key,
        arg_max(block_number, (label_count, -block_number)) as block_number
    from (
        select
            table_key,
            block_number,
            count(*) filter (where row_label <> '') as label_count
        from listed
        group by table_key, block_number
    )
    group by table_key
),

table_rows as (
    select listed.*
    from listed
    inner join label_blocks on listed.table_key = label_blocks.table_key and listed.block_number = label_blocks.block_number
),

figures as (
    select
        table_key,
        row_number,
        arg_min(amount_yuan, (case sum_role when 'total' then 0 else 1 end, column_number)) as amount_yuan,
        max(half_unit_yuan) as half_unit_yuan
    from {{ ref('int_amount') }}
    where measure = 'money' and not is_repeat
    group by table_key, row_number
),

terms as (
    select
        kind,
        pattern,
        value
    from {{ ref('row_term') }}
    where kind in ('list_level', 'list_item')
),

-- What is bought is told by a second text: its item of the catalogue, or how it is bought.
item_texts as (
    select distinct
        texts.unit_label,
        terms.pattern is not null as is_item
    from (select distinct unit_label from table_rows where unit_label is not null) as texts
    left join terms on terms.kind = 'list_item' and regexp_matches(texts.unit_label, terms.pattern)
),

labelled as (
    select distinct
        texts.row_label,
        terms.value
    from (select distinct row_label from table_rows) as texts
    inner join terms on terms.kind = 'list_level' and regexp_matches({{ strip_outline_number('texts.row_label') }}, terms.pattern)
),

-- A list with coded projects has an outline of its own; of several total rows it is open what each sums; a form with
-- money of other names than its funds is another form.
lists as (
    select table_rows.table_key
    from table_rows
    inner join figures on table_rows.table_key = figures.table_key and table_rows.row_number = figures.row_number
    left join labelled on table_rows.row_label = labelled.row_label
    group by table_rows.table_key
    having
        not bool_or(table_rows.row_entity in ('project', 'subject') or table_rows.row_group is not null)
        and count(*) filter (where table_rows.row_role = 'total' or labelled.value = 'form_total') = 1
        and not bool_or(table_rows.table_kind = 'performance_project' and coalesce(labelled.value, '') not in ('form_total', 'form_part'))
),

told as (
    select
        table_rows.table_key,
        table_rows.position,
        table_rows.row_number,
        table_rows.table_kind,
        table_rows.row_label,
        table_rows.row_role,
        coalesce(table_rows.row_role = 'total', false) as is_total,
        table_rows.row_level,
        table_rows.unit_label,
        figures.amount_yuan,
        figures.half_unit_yuan,
        labelled.value as list_level,
        case
            when table_rows.unit_label is not null then null
            when table_rows.row_entity = 'unit' and regexp_matches(table_rows.code, '^(\d{3}){1,3}$') then table_rows.code
            when regexp_matches(table_rows.row_second_code, '^(\d{3}){1,3}$') then table_rows.row_second_code
        end as unit_code,
        table_rows.row_code is not null as is_coded,
        coalesce(item_texts.is_item, false) as is_item,
        bool_or(coalesce(item_texts.is_item, false)) over (partition by table_rows.table_key) as says_items,
        bool_or(table_rows.unit_label is null and table_rows.row_role is null and labelled.value is null)
            over (partition by table_rows.table_key) as has_bare_rows,
        lag(labelled.value) over (partition by table_rows.table_key order by table_rows.position) as value_above
    from table_rows
    inner join lists on table_rows.table_key = lists.table_key
    inner join figures on table_rows.table_key = figures.table_key and table_rows.row_number = figures.row_number
    left join item_texts on table_rows.unit_label = item_texts.unit_label
    left join labelled on table_rows.row_label = labelled.row_label
),

-- Lists whose indentation the figures prove: what stands furthest left adds up to the total, and something stands under it. Where all
-- of that does too it is one level, however far in each label begins.
indented as (
    select
        table_key,
        any_value(first_level) as first_level,
        abs(sum(amount_yuan) filter (where is_total) - sum(amount_yuan) filter (where not is_total and row_level > first_level))
        <= sum(half_unit_yuan) filter (where is_total or row_level > first_level) as has_two_levels
    from (
        select
            *,
            min(row_level) filter (where not is_total) over (partition by table_key) as first_level
        from told
        where table_kind = 'project'
    ) as levels
    group by table_key
    having
        count(*) filter (where is_total) = 1
        and count(distinct row_level) filter (where not is_total) > 1
        and abs(
            sum(amount_yuan) filter (where is_total) - sum(amount_yuan) filter (where not is_total and row_level = first_level)
        ) <= sum(half_unit_yuan) filter (where is_total or row_level = first_level)
),

deep as (
    select
        told.*,
        cast(case
            when is_total or list_level = 'form_total' then 0
            when unit_code is not null then 20 + length(unit_code)
            when unit_label is null and (list_level = 'group' or (table_kind = 'procurement' and is_coded)) then 10
            -- A branch right below a branch of the same name is a heading inside it.
            when list_level = 'branch' and value_above is distinct from 'branch' then 30
            when indented.has_two_levels then 41 + cast(row_level > indented.first_level as integer)
            when indented.table_key is not null then 40 + row_level
            when table_kind <> 'procurement' then 90
            when list_level = 'item' or is_item or (unit_label is not null and is_coded) then 90
            -- Where no row says that it is an item, what has a second text is open.
            when says_items then 25
            when unit_label is not null and not has_bare_rows then 90
        end as integer) as depth
    from told
    left join indented on told.table_key = indented.table_key
)

select
    deep.table_key,
    deep.position,
    deep.row_number,
    deep.row_label,
    deep.depth,
    deep.amount_yuan,
    -- Some lists end in their total.
    coalesce(max(above.position), max(totals.position)) as parent_position,
    -- Only where nothing printed tells headings from what is listed below them arithmetic has to.
    deep.depth = 90 and deep.table_kind = 'project' as is_open
from deep
left join deep as above on deep.table_key = above.table_key and above.position < deep.position and above.depth < deep.depth
left join deep as totals on deep.table_key = totals.table_key and totals.depth = 0 and deep.depth > 0
where deep.depth is not null
group by all
