-- One row per total column whose header misleads: the one change of its parts that the printed figures prove. A column that
-- restates or only mentions money is left out of the sum; columns of which that are the parts themselves are taken in.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat and sums_hold
),

parts as (
    select * from {{ ref('int_header_part') }}
),

-- What a header names (an item, a nature, a fund) is a part, unless another part is the same: what says nothing of the kind may be
-- money that stands elsewhere too, and much more must speak for what says it.
named as (
    select
        parts.table_key,
        parts.total_column_number,
        parts.column_number,
        said.column_number is not null
        and count(*) over (
            partition by parts.table_key, parts.total_column_number, columns.item, columns.nature, columns.fund
        ) = 1 as is_named
    from parts
    inner join {{ ref('int_column') }} as columns
        on parts.table_key = columns.table_key and parts.column_number = columns.column_number
    -- By its own header: the fund of a column may be that of its whole table.
    left join (
        select distinct
            table_key,
            column_number
        from {{ ref('int_column_term') }}
        where kind in ('item', 'nature', 'fund')
    ) as said
        on parts.table_key = said.table_key and parts.column_number = said.column_number
    where not parts.is_of_which
),

-- Whether a column alone has no name among others that all have one: then its header says that it is something else.
told_apart as (
    select
        *,
        not is_named and count(*) filter (where not is_named) over of_total = 1 and count(*) over of_total > 2 as is_the_unnamed
    from named
    window of_total as (partition by table_key, total_column_number)
),

subtotals as (
    select distinct
        table_key,
        total_column_number as column_number
    from parts
    where not is_of_which
),

cells as (
    select
        parts.table_key,
        parts.total_column_number,
        parts.column_number,
        parts.is_of_which,
        totals.position,
        totals.amount_yuan as total_yuan,
        totals.half_unit_yuan as total_half_unit_yuan,
        coalesce(figures.amount_yuan, 0) as amount_yuan,
        coalesce(figures.half_unit_yuan, 0) as half_unit_yuan,
        -- What cannot be read, and a subtotal left blank, say nothing of the structure.
        case
            when figures.amount_key is null then subtotals.column_number is null
            else figures.amount_yuan is not null
        end as is_clear
    from parts
    inner join figures as totals on parts.table_key = totals.table_key and parts.total_column_number = totals.column_number
    left join figures
        on
            parts.table_key = figures.table_key
            and parts.column_number = figures.column_number
            and totals.position = figures.position
    left join subtotals on parts.table_key = subtotals.table_key and parts.column_number = subtotals.column_number
),

sums as (
    select
        table_key,
        total_column_number,
        position,
        count(*) filter (where not is_of_which and amount_yuan <> 0) as part_count,
        any_value(total_yuan) - coalesce(sum(amount_yuan) filter (where not is_of_which), 0) as residual_yuan,
        any_value(total_half_unit_yuan) + {{ rounding_of_terms('half_unit_yuan', 'amount_yuan') }} as tolerance_yuan
    from cells
    group by table_key, total_column_number, position
    having bool_and(is_clear) and any_value(total_yuan) is not null and max(abs(amount_yuan)) > 0
),

-- One column at a time; columns of which also all together, and one that has no name with one that has.
changes as (
    select
        parts.table_key,
        parts.total_column_number,
        parts.is_of_which,
        [parts.column_number] as column_numbers,
        coalesce(told_apart.is_named, false) as is_named,
        coalesce(told_apart.is_the_unnamed, false) as is_the_unnamed
    from parts
    left join told_apart
        on
            parts.table_key = told_apart.table_key
            and parts.total_column_number = told_apart.total_column_number
            and parts.column_number = told_apart.column_number
    union all
    select
        table_key,
        total_column_number,
        is_of_which,
        list(column_number order by column_number) as column_numbers,
        false as is_named,
        false as is_the_unnamed
    from parts
    where is_of_which
    group by table_key, total_column_number, is_of_which
    having count(*) > 1
    union all
    select
        named.table_key,
        named.total_column_number,
        false as is_of_which,
        [least(named.column_number, others.column_number), greatest(named.column_number, others.column_number)] as column_numbers,
        true as is_named,
        false as is_the_unnamed
    from named
    inner join named as others
        on named.table_key = others.table_key and named.total_column_number = others.total_column_number and not others.is_named
    where named.is_named
),

changed as (
    select
        changes.table_key,
        changes.total_column_number,
        changes.is_of_which,
        changes.is_named,
        changes.is_the_unnamed,
        changes.column_numbers,
        cells.position,
        sum(cells.amount_yuan) as amount_yuan,
        coalesce(sum(cells.amount_yuan) filter (where named.is_named), 0) as named_yuan,
        count(*) filter (where cells.amount_yuan <> 0) as changed_count
    from changes
    inner join cells
        on
            changes.table_key = cells.table_key
            and changes.total_column_number = cells.total_column_number
            and list_contains(changes.column_numbers, cells.column_number)
    left join named
        on
            cells.table_key = named.table_key
            and cells.total_column_number = named.total_column_number
            and cells.column_number = named.column_number
    group by all
),

tried as (
    select
        changed.*,
        abs(sums.residual_yuan) <= sums.tolerance_yuan as holds_as_said,
        abs(sums.residual_yuan + case when changed.is_of_which then -1 else 1 end * changed.amount_yuan)
        <= sums.tolerance_yuan as holds_changed,
        -- That a column of which equals the whole proves no sum: all of it may be of that kind.
        not changed.is_of_which or sums.part_count + changed.changed_count > 1 as is_sum
    from changed
    inner join sums
        on
            changed.table_key = sums.table_key
            and changed.total_column_number = sums.total_column_number
            and changed.position = sums.position
),

counted as (
    select
        table_key,
        total_column_number,
        is_of_which,
        is_named,
        is_the_unnamed,
        column_numbers,
        count(*) as row_count,
        count(*) filter (where holds_as_said) as rows_held_as_said,
        count(*) filter (where holds_changed) as rows_held,
        row_count - rows_held as unexplained_count,
        row_count - rows_held_as_said as broken_count,
        count(*) filter (where amount_yuan <> 0 and holds_as_said and not holds_changed) as rows_against,
        -- The same money on the rows of an item, its section and its class proves once.
        count(distinct amount_yuan) filter (where holds_changed and not holds_as_said and is_sum) as proof_count,
        count(distinct named_yuan) filter (where holds_changed and not holds_as_said and named_yuan <> 0) as named_proof_count,
        -- What a column prints from row to row.
        md5(string_agg(amount_yuan::varchar, '|' order by position)) as printed
    from tried
    group by table_key, total_column_number, is_of_which, is_named, is_the_unnamed, column_numbers
)

select
    table_key,
    total_column_number,
    is_of_which as takes_in,
    column_numbers,
    row_count,
    rows_held_as_said,
    rows_held,
    proof_count
from counted
where
    case
        -- Against a name that a header gives speaks only what no row contradicts.
        when is_named then named_proof_count >= 3 and rows_against = 0 and 4 * unexplained_count < broken_count
        -- One amount is enough for the column without a name beside others that have one, where it explains most that breaks.
        when is_the_unnamed and rows_against = 0 then proof_count >= 1 and 2 * unexplained_count < broken_count
        -- Else it explains nearly all that breaks, more than once; once where the header's own reading holds nowhere and what is printed
        -- under `其中` makes up the total.
        else
            (proof_count >= 2 or (proof_count = 1 and is_of_which and rows_held_as_said = 0))
            and 4 * unexplained_count < broken_count
    end
window as_much as (partition by table_key, total_column_number, rows_held, len(column_numbers))
-- Two changes that explain as much leave it open, unless one is the whole group of the other, or both columns print the same: then the
-- second one restates.
qualify
    rank() over (partition by table_key, total_column_number order by rows_held desc, len(column_numbers) desc) = 1
    and min(printed) over as_much = max(printed) over as_much
    and row_number() over (
        partition by table_key, total_column_number, rows_held, len(column_numbers) order by column_numbers[-1] desc
    ) = 1
