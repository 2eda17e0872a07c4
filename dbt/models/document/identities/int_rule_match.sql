-- The figures that fit a term of a rule between tables, by the selectors of the seed rule_term, grouped as the rule says.
with figures as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat
),

rule_terms as (
    select * from {{ ref('rule_term') }}
),

rules as (
    select * from {{ ref('reconciliation_rule') }} where method = 'between_terms'
)

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
    figures.parent_position is null as is_outermost,
    figures.sum_role,
    figures.column_number,
    len(string_split(figures.column_path, '/')) as header_depth,
    list_position(string_split(rule_terms.row_role, '|'), coalesce(figures.row_role, '-')) as role_order,
    figures.amount_key,
    figures.amount_yuan,
    figures.excludes_carry_over,
    coalesce(figures.nature, 'all') as nature,
    figures.amount_fiscal_year || ' ' || figures.amount_stage as year_and_stage,
    concat_ws(
        ' · ', figures.amount_fiscal_year, figures.amount_stage,
        nullif(case case when rule_terms.many = 'gate' then 'nature' else rules.group_by end
            when 'class_code' then figures.class_code
            when 'nature' then coalesce(figures.nature, 'all')
            when 'item' then figures.item
            when 'subject' then figures.code || ' ' || coalesce(figures.nature, 'all')
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
    and {{ fits('figures.layout', 'rule_terms.layout') }}
    and {{ fits('figures.fund', 'rule_terms.fund') }}
    and {{ fits('figures.fund_detail', 'rule_terms.fund_detail') }}
    and {{ fits('figures.nature', 'rule_terms.nature') }}
    and {{ fits('figures.period', 'rule_terms.period') }}
    and {{ fits('figures.item', 'rule_terms.item') }}
    and {{ fits('figures.row_fund', 'rule_terms.row_fund') }}
    and case case when rule_terms.many = 'gate' then '' else rules.group_by end
        when 'class_code' then figures.class_code
        when 'item' then figures.item
        when 'subject' then figures.subject_level
        else ''
    end is not null
