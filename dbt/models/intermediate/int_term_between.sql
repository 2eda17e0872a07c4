-- Terms of every rule between tables: the figures that fit its selectors (seed rule_term), grouped as the rule says.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat
),

rule_terms as (
    select * from {{ ref('rule_term') }}
),

rules as (
    select * from {{ ref('reconciliation_rule') }} where method = 'between_terms'
),

matches as (
    select
        rules.rule_id,
        rules.same_figure,
        rules.relation,
        rules.group_by,
        rule_terms.side,
        rule_terms.sign,
        rule_terms.many,
        md5(concat_ws('|', rule_terms.side, rule_terms.table_kind, rule_terms.row_role, rule_terms.place)) as term_id,
        figures.document_key,
        figures.table_key,
        figures.position,
        figures.sum_role,
        figures.amount_key,
        figures.amount_yuan,
        figures.excludes_carry_over,
        figures.amount_fiscal_year || ' ' || figures.amount_stage as year_and_stage,
        concat_ws(
            ' · ', figures.amount_fiscal_year, figures.amount_stage,
            nullif(case rules.group_by
                when 'class_code' then figures.class_code
                when 'nature' then coalesce(figures.nature, 'all')
                when 'item' then figures.item
                when 'fund' then coalesce(figures.row_fund, figures.fund)
                when 'fund_detail'
                    then concat_ws(':', coalesce(figures.row_fund, figures.fund), coalesce(figures.row_fund_detail, figures.fund_detail))
                else ''
            end, '')
        ) as group_key
    from figures
    inner join rule_terms on figures.table_kind = rule_terms.table_kind
    inner join rules on rule_terms.rule_id = rules.rule_id
    where
        rules.stage in ('any', figures.document_stage)
        and (rule_terms.place = '*' or (rule_terms.place = 'beside') = figures.is_beside_the_year)
        and {{ fits('figures.side', 'rule_terms.block_side') }}
        and ({{ fits('figures.row_role', 'rule_terms.row_role') }} or figures.second_role = rule_terms.row_role)
        and {{ fits('figures.row_group', 'rule_terms.row_group') }}
        and {{ fits('figures.row_entity', 'rule_terms.row_entity') }}
        and {{ fits('figures.subject_level', 'rule_terms.subject_level') }}
        and {{ fits('figures.sum_role', 'rule_terms.sum_role') }}
        and {{ fits('figures.fund', 'rule_terms.fund') }}
        and {{ fits('figures.fund_detail', 'rule_terms.fund_detail') }}
        and {{ fits('figures.nature', 'rule_terms.nature') }}
        and {{ fits('figures.period', 'rule_terms.period') }}
        and {{ fits('figures.item', 'rule_terms.item') }}
        and {{ fits('figures.row_fund', 'rule_terms.row_fund') }}
        and case rules.group_by when 'class_code' then figures.class_code when 'item' then figures.item else '' end is not null
),

-- Of one row, a total column speaks for its parts.
chosen as (
    select *
    from matches
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
        chosen.many <> 'yes' and min(chosen.amount_yuan) over one_term <> max(chosen.amount_yuan) over one_term as is_ambiguous,
        chosen.many <> 'yes' and row_number() over (
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
    -- A class or fund that only one side prints is said; a layout that splits less is not.
    and (has_both_sides or (relation = '=' and group_by in ('class_code', 'fund', 'fund_detail')))
