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

-- Of one row, a total column speaks for its parts, and the outermost one for those of groups within (小计 of purchases among it).
chosen as (
    select *
    from preferred
    qualify many = 'yes' or row_number() over (
        partition by rule_id, term_id, document_key, group_key, table_key, position
        order by case sum_role when 'total' then 0 when 'part' then 1 else 2 end, header_depth, column_number
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

-- A rule with a gate holds only where the figures of its gate are the same, nature by nature.
gates as (
    select
        rule_id,
        document_key,
        year_and_stage,
        nature,
        count(distinct side) = 2
        and sum(case side when 'left' then sign else -sign end * amount_yuan) = 0 and count(*) = count(amount_yuan) as is_open
    from chosen
    where many = 'gate'
    group by rule_id, document_key, year_and_stage, nature
),

gated_rules as (
    select distinct rule_id from matches where many = 'gate'
),

let_in as (
    select chosen.*
    from chosen
    left join gated_rules on chosen.rule_id = gated_rules.rule_id
    left join gates
        on
            chosen.rule_id = gates.rule_id
            and chosen.document_key = gates.document_key
            and chosen.year_and_stage = gates.year_and_stage
            and chosen.nature = gates.nature
    where chosen.many <> 'gate' and (gated_rules.rule_id is null or gates.is_open)
),

counted as (
    select
        let_in.*,
        case
            when let_in.many = 'rows' then min(let_in.table_key) over one_term <> max(let_in.table_key) over one_term
            when let_in.many <> 'yes' then min(let_in.amount_yuan) over one_term <> max(let_in.amount_yuan) over one_term
            else false
        end as is_ambiguous,
        let_in.many not in ('yes', 'rows') and row_number() over (
            partition by let_in.rule_id, let_in.term_id, let_in.document_key, let_in.group_key order by let_in.amount_key
        ) > 1 as is_again,
        count(*) filter (where let_in.side = 'left') over one_identity > 0
        and count(*) filter (where let_in.side = 'right') over one_identity > 0 as has_both_sides
    from let_in
    inner join applicable
        on
            let_in.rule_id = applicable.rule_id
            and let_in.document_key = applicable.document_key
            and let_in.year_and_stage = applicable.year_and_stage
    window
        one_term as (partition by let_in.rule_id, let_in.term_id, let_in.document_key, let_in.group_key),
        one_identity as (partition by let_in.rule_id, let_in.document_key, let_in.group_key)
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
