{#
    Identities evaluated from their terms: residual, tolerance and verdict, exact decimals throughout. `terms` is a
    relation of the columns of int_identity_term.
#}
{% macro evaluated_identities(terms) -%}
with summed as (
    select
        result_key,
        rule_id,
        document_key,
        min(scope) as scope,
        coalesce(min(page_number) filter (where side = 'left'), min(page_number)) as page_number,
        count(*) as term_count,
        count(*) filter (where side = 'left') as left_count,
        count(*) filter (where side = 'right') as right_count,
        count(distinct table_key) as table_count,
        cast(coalesce(sum(sign * amount_yuan) filter (where side = 'left'), 0) as decimal(24, 4)) as left_yuan,
        cast(coalesce(sum(sign * amount_yuan) filter (where side = 'right'), 0) as decimal(24, 4)) as right_yuan,
        cast(coalesce(sum(half_unit_yuan) filter (where amount_yuan <> 0), 0) as decimal(24, 4)) as terms_tolerance,
        cast(coalesce(2 * max(half_unit_yuan), 0) as decimal(24, 4)) as one_unit,
        bool_or(reading in ('damaged', 'ambiguous')) as has_unread_term,
        bool_or(amount_yuan is null) as has_unknown_term,
        bool_or(is_ambiguous) as has_rival_terms,
        bool_or(blank_says_zero) as blank_says_zero,
        bool_and(coalesce(amount_yuan, 1) = 0) as is_all_zero
    from {{ terms }}
    group by result_key, rule_id, document_key
),

measured as (
    select
        summed.*,
        rules.relation,
        rules.same_figure,
        cast(summed.left_yuan - summed.right_yuan as decimal(24, 4)) as residual_yuan,
        case when rules.same_figure then summed.one_unit else summed.terms_tolerance end as tolerance_yuan,
        case
            when summed.has_unread_term then 'a term could not be read'
            when summed.has_unknown_term then 'a term has no known unit'
            when summed.has_rival_terms then 'several figures fit one term'
            when summed.is_all_zero or (summed.left_count > 0 and summed.right_count > 0) then null
            when rules.family = 'declared' and summed.left_count = 0 and summed.blank_says_zero then null
            when rules.family not in ('within_table', 'declared') or rules.same_figure then 'not printed on the other side'
            when summed.left_count = 0 then 'total not printed'
            else 'parts not printed'
        end as not_evaluable_reason
    from summed
    inner join {{ ref('reconciliation_rule') }} as rules on summed.rule_id = rules.rule_id
)

select
    result_key,
    rule_id,
    document_key,
    scope,
    page_number,
    term_count,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    not_evaluable_reason,
    -- Zeros vouch for nothing, nor does a parent with one child in its table; a figure printed in two tables does.
    is_all_zero or (right_count = 1 and table_count = 1 and not same_figure and residual_yuan = 0) as trivial,
    case
        when not_evaluable_reason is not null then 'not_evaluable'
        when residual_yuan = 0 or (relation = '<=' and residual_yuan < 0) then 'exact'
        when abs(residual_yuan) <= tolerance_yuan then 'rounding'
        else 'break'
    end as verdict
from measured
{%- endmacro %}
