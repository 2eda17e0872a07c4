-- Broken identities of a table in which a total column stands a row above or below its parts: most of its rows that break add up with
-- the total that a neighbouring row prints. One slip of the publisher, whatever breaks by it. Grain: one identity.
with identities as (
    select
        identities.*,
        rules.method
    from {{ ref('int_identity') }} as identities
    inner join {{ ref('reconciliation_rule') }} as rules on identities.rule_id = rules.rule_id
    where rules.family = 'within_table' and identities.verdict <> 'not_evaluable'
),

amounts as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat
),

totals as (
    select
        identities.result_key,
        identities.verdict,
        identities.right_yuan,
        identities.tolerance_yuan,
        amounts.table_key,
        amounts.column_number,
        amounts.position
    from identities
    inner join {{ ref('int_identity_term') }} as terms on identities.result_key = terms.result_key and terms.side = 'left'
    inner join amounts on terms.amount_key = amounts.amount_key
    where identities.method = 'column_parts'
),

tried as (
    select
        totals.table_key,
        totals.column_number,
        shifts.row_shift,
        totals.right_yuan,
        coalesce(abs(neighbours.amount_yuan - totals.right_yuan) <= totals.tolerance_yuan, false) as holds_shifted
    from totals
    cross join (select unnest([-1, 1]) as row_shift) as shifts
    left join amounts as neighbours
        on
            totals.table_key = neighbours.table_key
            and totals.column_number = neighbours.column_number
            and totals.position + shifts.row_shift = neighbours.position
    where totals.verdict = 'break'
),

-- Several amounts in most rows: what stands in the row beside by chance is one.
shifted as (
    select
        table_key,
        column_number,
        row_shift,
        count(*) as broken_row_count,
        count(*) filter (where holds_shifted) as explained_row_count
    from tried
    group by table_key, column_number, row_shift
    having
        count(distinct right_yuan) filter (where holds_shifted and right_yuan <> 0) >= 3
        and 3 * count(*) filter (where holds_shifted) >= 2 * count(*)
)

select
    identities.result_key,
    identities.document_key,
    shifted.table_key,
    shifted.column_number,
    shifted.row_shift,
    shifted.broken_row_count,
    shifted.explained_row_count
from identities
inner join {{ ref('int_identity_term') }} as terms on identities.result_key = terms.result_key
inner join amounts on terms.amount_key = amounts.amount_key
inner join shifted on amounts.table_key = shifted.table_key and amounts.column_number = shifted.column_number
where identities.verdict = 'break'
-- A rule may sum two shifted columns of one table.
qualify row_number() over (partition by identities.result_key order by shifted.explained_row_count desc, shifted.column_number asc) = 1
