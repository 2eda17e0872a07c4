-- Broken identities between two tables of which one counts money carried over from one year to the next and the other does not: they are
-- apart by what the paper prints as carried over. No contradiction of the publisher. Grain: one identity.
with carried as (
    {{ carried_over(ref('int_amount')) }}
),

identities as (
    select
        identities.*,
        rules.group_by
    from {{ ref('int_identity') }} as identities
    inner join {{ ref('reconciliation_rule') }} as rules on identities.rule_id = rules.rule_id
    where rules.family = 'between_tables' and rules.relation = '=' and identities.verdict <> 'not_evaluable'
),

-- The table that speaks on each side; of three budgets on one side the one that an identity always has.
sides as (
    select
        identities.result_key,
        min(terms.table_key) filter (where terms.side = 'left') as left_table_key,
        arg_min(terms.table_key, (terms.page_number, terms.table_key)) filter (where terms.side = 'right') as right_table_key,
        min(amounts.subject_level) filter (where terms.side = 'left') as subject_level
    from identities
    inner join {{ ref('int_identity_term') }} as terms on identities.result_key = terms.result_key
    left join {{ ref('int_amount') }} as amounts on terms.amount_key = amounts.amount_key
    group by identities.result_key
),

-- What two tables are apart by, rule by rule: a total by itself, and what is said class by class added up. Of subjects the classes.
apart as (
    select
        identities.document_key,
        sides.left_table_key,
        sides.right_table_key,
        identities.rule_id,
        sum(identities.residual_yuan) as apart_yuan,
        max(identities.tolerance_yuan) as tolerance_yuan
    from identities
    inner join sides on identities.result_key = sides.result_key
    where
        sides.left_table_key <> sides.right_table_key
        and (identities.group_by in ('none', 'class_code') or (identities.group_by = 'subject' and sides.subject_level = 'class'))
    group by identities.document_key, sides.left_table_key, sides.right_table_key, identities.rule_id
),

proved as (
    select
        apart.left_table_key,
        apart.right_table_key,
        max(carried.carried_yuan) as carried_yuan
    from apart
    inner join carried
        on apart.document_key = carried.document_key and abs(abs(apart.apart_yuan) - carried.carried_yuan) <= apart.tolerance_yuan
    group by apart.left_table_key, apart.right_table_key
)

-- What is wrong besides, with a total or with a class, its own table says.
select
    identities.result_key,
    identities.document_key,
    sides.left_table_key,
    sides.right_table_key,
    proved.carried_yuan
from identities
inner join sides on identities.result_key = sides.result_key
inner join proved on sides.left_table_key = proved.left_table_key and sides.right_table_key = proved.right_table_key
where
    identities.verdict = 'break'
    and (identities.group_by = 'none' or abs(identities.residual_yuan) <= proved.carried_yuan + identities.tolerance_yuan)
