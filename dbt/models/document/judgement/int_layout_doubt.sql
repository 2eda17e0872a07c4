-- Broken identities of a rule that most rows of a table do not obey, though no slip explains them: the table is not laid out as the rule
-- takes it. They say nothing against what is printed. Grain: one identity.
with broken_and_held as (
    select
        identities.result_key,
        identities.document_key,
        identities.rule_id,
        rules.method,
        rules.row_entity,
        identities.verdict,
        identities.residual_yuan
    from {{ ref('int_identity') }} as identities
    inner join {{ ref('reconciliation_rule') }} as rules on identities.rule_id = rules.rule_id
    where
        rules.family = 'within_table' and rules.method <> 'rate'
        and identities.verdict <> 'not_evaluable' and not identities.trivial
        and identities.result_key not in (select result_key from {{ ref('int_row_slip') }})
),

-- An identity is of the row of what it sums. The columns of one row fail together, where a publisher left out a line of it.
placed as (
    select
        broken_and_held.*,
        amounts.table_key,
        min(amounts.position) as position
    from broken_and_held
    inner join {{ ref('int_identity_term') }} as terms on broken_and_held.result_key = terms.result_key and terms.side = 'left'
    inner join {{ ref('int_amount') }} as amounts on terms.amount_key = amounts.amount_key
    group by all
),

table_rows as (
    select
        table_key,
        rule_id,
        method,
        row_entity,
        position,
        bool_or(verdict = 'break') as is_broken,
        max(abs(residual_yuan)) filter (where verdict = 'break') as residual_yuan
    from placed
    group by table_key, rule_id, method, row_entity, position
),

-- One slip is found again on the rows above it by the same amount: several amounts are several contradictions. Of columns most rows speak
-- alike; heads of an outline are few, and nearly all must.
doubted as (
    select
        table_key,
        rule_id,
        count(*) as row_count,
        count(*) filter (where is_broken) as broken_row_count
    from table_rows
    group by table_key, rule_id, method
    having
        count(distinct residual_yuan) >= 3
        and case when method like 'column%' then 2.0 else 1.5 end * count(*) filter (where is_broken) > count(*)
    union
    -- A sum of columns that holds in no row is not proved by the table at all; of a form of its own (三公) the rule knows the columns.
    select
        table_key,
        rule_id,
        count(*) as row_count,
        count(*) as broken_row_count
    from table_rows
    where method = 'column_parts' and coalesce(row_entity, '') = ''
    group by table_key, rule_id
    having bool_and(is_broken)
)

select
    placed.result_key,
    placed.document_key,
    placed.table_key,
    placed.rule_id,
    doubted.row_count,
    doubted.broken_row_count
from placed
inner join doubted on placed.table_key = doubted.table_key and placed.rule_id = doubted.rule_id
where placed.verdict = 'break'
