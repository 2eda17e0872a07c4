-- Terms of the sums across a table: a total column and its parts in every row, and columns of which.
with recursive figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat and sums_hold
),

parts as (
    select * from {{ ref('int_column_part') }}
),

rules as (
    select
        rule_id,
        method,
        row_entity
    from {{ ref('reconciliation_rule') }}
    where method in ('column_parts', 'column_of_which')
),

-- One identity per row and total column, and one per column of which.
identities as (
    select distinct
        figures.table_key,
        figures.position,
        figures.row_label,
        figures.table_kind,
        parts.total_column_number,
        case when parts.is_of_which then parts.column_number end as part_column_number,
        case when parts.is_of_which then 'column_of_which' else 'column_parts' end as method
    from figures
    inner join parts
        on figures.table_key = parts.table_key and figures.column_number in (parts.total_column_number, parts.column_number)
),

named as (
    select
        identities.*,
        rules.rule_id,
        identities.table_key || ':' || identities.position || ':' || identities.total_column_number
        || ':' || coalesce(identities.part_column_number, 0) as scope_key
    from identities
    inner join rules on identities.method = rules.method
    qualify row_number() over (
        partition by identities.table_key, identities.position, identities.total_column_number, identities.part_column_number
        order by case when rules.row_entity = identities.table_kind then 0 when rules.row_entity is null then 1 else 2 end
    ) = 1
),

-- Where a group's total is left blank in a row its own parts speak for it: what is blank is not 0.
spoken as (
    select
        named.*,
        parts.column_number
    from named
    inner join parts
        on
            named.table_key = parts.table_key
            and named.total_column_number = parts.total_column_number
            and (named.method = 'column_of_which') = parts.is_of_which
            and coalesce(named.part_column_number, parts.column_number) = parts.column_number
    union
    select
        spoken.* exclude (column_number),
        parts.column_number
    from spoken
    inner join parts on spoken.table_key = parts.table_key and spoken.column_number = parts.total_column_number and not parts.is_of_which
    anti join figures
        on
            spoken.table_key = figures.table_key
            and spoken.position = figures.position
            and spoken.column_number = figures.column_number
    where spoken.method = 'column_parts'
),

sides as (
    select
        named.*,
        -- At most: what is of which stands on the left, its parent on the right.
        case when named.method = 'column_parts' then 'left' else 'right' end as side,
        named.total_column_number as column_number
    from named
    union all
    select
        spoken.* exclude (column_number),
        case when spoken.method = 'column_parts' then 'right' else 'left' end as side,
        spoken.column_number
    from spoken
)

select
    sides.rule_id,
    sides.side,
    1 as sign,
    figures.amount_key,
    sides.scope_key,
    sides.row_label || ' · ' || totals.column_path as scope
from sides
inner join figures
    on sides.table_key = figures.table_key and sides.position = figures.position and sides.column_number = figures.column_number
inner join {{ ref('int_column') }} as totals
    on sides.table_key = totals.table_key and sides.total_column_number = totals.column_number
