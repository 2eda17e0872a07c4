-- Broken identities of a column whose amounts stand a row above or below their own: from one row to another, most of what breaks by them
-- holds with the amounts of the row beside. One slip of the publisher, whatever breaks by it. Grain: one identity.
with identities as (
    select
        identities.*,
        rules.relation,
        rules.method,
        identities.verdict = 'break' as is_broken
    from {{ ref('int_identity') }} as identities
    inner join {{ ref('reconciliation_rule') }} as rules on identities.rule_id = rules.rule_id
    left join {{ ref('int_carry_over_apart') }} as carried on identities.result_key = carried.result_key
    where identities.verdict <> 'not_evaluable' and carried.result_key is null
),

amounts as (
    select
        amount_key,
        table_key,
        column_number,
        position,
        amount_yuan
    from {{ ref('int_amount') }}
    where
        measure = 'money' and not is_repeat and amount_yuan is not null
        and document_key in (select document_key from identities where is_broken)
),

printed as (
    select
        terms.result_key,
        amounts.table_key,
        amounts.column_number,
        amounts.position,
        case terms.side when 'left' then terms.sign else -terms.sign end as weight,
        amounts.amount_yuan
    from {{ ref('int_identity_term') }} as terms
    inner join amounts on terms.amount_key = amounts.amount_key
    where terms.result_key in (select result_key from identities)
),

-- A part that a row leaves blank is none of its terms, and would be if its column stood a row beside.
unprinted as (
    select
        printed.result_key,
        printed.table_key,
        parts.column_number,
        printed.position,
        -1 as weight,
        cast(0 as decimal(24, 2)) as amount_yuan
    from printed
    inner join identities on printed.result_key = identities.result_key and identities.method = 'column_parts'
    inner join {{ ref('int_column_part') }} as parts
        on printed.table_key = parts.table_key and printed.column_number = parts.total_column_number and not parts.is_of_which
    anti join amounts
        on
            printed.table_key = amounts.table_key
            and parts.column_number = amounts.column_number
            and printed.position = amounts.position
    where printed.weight = 1
),

terms as (
    select * from printed
    union all
    select * from unprinted
),

-- Three breaks at least by different amounts: what fits beside by chance is one.
columns_in_question as (
    select
        terms.table_key,
        terms.column_number,
        unnest([-1, 1]) as row_shift
    from terms
    inner join identities on terms.result_key = identities.result_key and identities.is_broken
    group by terms.table_key, terms.column_number
    having count(distinct identities.residual_yuan) >= 3
),

-- What an identity with one amount of a column would be apart by, if that column stood a row beside.
moved as (
    select
        terms.result_key,
        terms.table_key,
        terms.column_number,
        columns_in_question.row_shift,
        min(terms.position) as position,
        max(abs(terms.amount_yuan)) as printed_yuan,
        sum(terms.weight * (coalesce(neighbours.amount_yuan, 0) - terms.amount_yuan)) as moved_yuan
    from terms
    inner join columns_in_question
        on terms.table_key = columns_in_question.table_key and terms.column_number = columns_in_question.column_number
    left join amounts as neighbours
        on
            terms.table_key = neighbours.table_key
            and terms.column_number = neighbours.column_number
            and terms.position + columns_in_question.row_shift = neighbours.position
    group by terms.result_key, terms.table_key, terms.column_number, columns_in_question.row_shift
    having count(distinct terms.position) = 1
),

tried as (
    select
        moved.*,
        identities.is_broken,
        identities.residual_yuan,
        case identities.relation
            when '=' then abs(identities.residual_yuan + moved.moved_yuan) <= identities.tolerance_yuan
            else identities.residual_yuan + moved.moved_yuan <= identities.tolerance_yuan
        end as would_hold
    from moved
    inner join identities on moved.result_key = identities.result_key
),

-- From the first to the last row that it explains. At its ends an amount is lost, or stands twice.
runs as (
    select
        table_key,
        column_number,
        row_shift,
        min(position) as first_position,
        max(position) as last_position
    from tried
    where is_broken and would_hold
    group by table_key, column_number, row_shift
),

slips as (
    select
        runs.*,
        count(*) filter (where tried.is_broken) as broken_count,
        count(*) filter (where tried.is_broken and tried.would_hold) as explained_count
    from runs
    inner join tried
        on
            runs.table_key = tried.table_key
            and runs.column_number = tried.column_number
            and runs.row_shift = tried.row_shift
            and tried.position between runs.first_position and runs.last_position
    group by runs.table_key, runs.column_number, runs.row_shift, runs.first_position, runs.last_position
    having
        count(distinct tried.residual_yuan) filter (where tried.is_broken and tried.would_hold) >= 3
        and 3 * explained_count >= 2 * broken_count
        -- What holds as it is printed would have to hold a row beside as well.
        and explained_count >= 3 * count(*) filter (where not tried.is_broken and not tried.would_hold)
    qualify row_number() over (
        partition by runs.table_key, runs.column_number order by explained_count desc, broken_count asc, runs.row_shift asc
    ) = 1
),

-- What breaks beside it belongs to it, though another fault there may keep the amount beside from fitting, and rows between may print what
-- their neighbours do.
rows_of_slips as (
    select
        table_key,
        column_number,
        row_shift,
        position,
        position - lag(position) over (partition by table_key, column_number, row_shift order by position) > 2 as is_apart
    from tried
    where is_broken or (would_hold and printed_yuan <> 0)
    group by table_key, column_number, row_shift, position
),

stretches as (
    select
        *,
        count(*) filter (where is_apart) over (partition by table_key, column_number, row_shift order by position) as stretch
    from rows_of_slips
),

reaches as (
    select
        slips.*,
        least(slips.first_position - 1, ends.from_position) as from_position,
        greatest(slips.last_position + 1, ends.to_position) as to_position
    from slips
    cross join lateral (
        select
            min(stretches.position) as from_position,
            max(stretches.position) as to_position
        from stretches
        where
            stretches.table_key = slips.table_key
            and stretches.column_number = slips.column_number
            and stretches.row_shift = slips.row_shift
            and stretches.stretch in (
                select inside.stretch
                from stretches as inside
                where
                    inside.table_key = slips.table_key
                    and inside.column_number = slips.column_number
                    and inside.row_shift = slips.row_shift
                    and inside.position between slips.first_position - 2 and slips.last_position + 2
            )
    ) as ends
),

touched as (
    select distinct
        identities.result_key,
        identities.document_key,
        reaches.* exclude (from_position, to_position)
    from identities
    inner join terms on identities.result_key = terms.result_key
    inner join reaches
        on
            terms.table_key = reaches.table_key
            and terms.column_number = reaches.column_number
            and terms.position between reaches.from_position and reaches.to_position
    where identities.is_broken
),

counted as (
    select
        *,
        count(*) over (partition by table_key, column_number) as touched_count
    from touched
),

-- A total a row too low and its only part a row too high look alike: the sums down the column tell which it is.
chosen as (
    select
        *,
        row_number() over (
            partition by result_key order by touched_count desc, explained_count desc, column_number asc, table_key asc
        ) = 1 as is_first
    from counted
)

select * exclude (touched_count, is_first)
from chosen
qualify is_first and 2 * count(*) filter (where is_first) over (partition by table_key, column_number) > touched_count
