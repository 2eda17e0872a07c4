-- Terms of every rule between tables: of the figures that fit, the ones that speak.
with matches as (
    select * from {{ ref('int_rule_match') }}
),

-- Of the roles that a term names the first one printed speaks, and rows of the whole before rows of its units.
preferred as (
    select *
    from matches
    window one_term as (partition by rule_id, term_id, document_key, group_key)
    qualify
        coalesce(role_order, 0) = min(coalesce(role_order, 0)) over one_term
        and is_outermost = bool_or(is_outermost) over one_term
),

-- Of one row, a total column speaks for its parts.
chosen as (
    select *
    from preferred
    qualify many = 'yes' or row_number() over (
        partition by rule_id, term_id, document_key, group_key, table_key, position
        order by case sum_role when 'total' then 0 when 'part' then 1 else 2 end, amount_key
    ) = 1
),

-- A rule holds for a year that a document prints on both its sides, with the same carry-over in all its tables.
applicable as (
    select
        rule_id,
        document_key,
        year_and_stage
    from chosen
    group by rule_id, document_key, year_and_stage
    having count(distinct side) = 2 and count(distinct excludes_carry_over) = 1
),

counted as (
    select
        chosen.*,
        case
            when chosen.many = 'rows' then min(chosen.table_key) over one_term <> max(chosen.table_key) over one_term
            when chosen.many <> 'yes' then min(chosen.amount_yuan) over one_term <> max(chosen.amount_yuan) over one_term
            else false
        end as is_ambiguous,
        chosen.many not in ('yes', 'rows') and row_number() over (
            partition by chosen.rule_id, chosen.term_id, chosen.document_key, chosen.group_key order by chosen.amount_key
        ) > 1 as is_again,
        count(*) filter (where chosen.side = 'left') over one_identity > 0
        and count(*) filter (where chosen.side = 'right') over one_identity > 0 as has_both_sides
    from chosen
    inner join applicable
        on
            chosen.rule_id = applicable.rule_id
            and chosen.document_key = applicable.document_key
            and chosen.year_and_stage = applicable.year_and_stage
    window
        one_term as (partition by chosen.rule_id, chosen.term_id, chosen.document_key, chosen.group_key),
        one_identity as (partition by chosen.rule_id, chosen.document_key, chosen.group_key)
)

select
    rule_id,
    side,
    sign,
    amount_key,
    document_key || ':' || group_key as scope_key,
    group_key as scope,
    is_ambiguous
from counted
where
    (is_ambiguous or not is_again)
    -- A class that only one side prints is said; a layout that splits funds or natures less is not.
    and (has_both_sides or (relation = '=' and group_by = 'class_code'))
