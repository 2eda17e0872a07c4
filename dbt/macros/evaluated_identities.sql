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
        {{ rounding_of_terms('half_unit_yuan', 'amount_yuan') }} as terms_tolerance,
        {{ rounding_of_twice('half_unit_yuan', 'amount_yuan') }} as twice_tolerance,
        bool_or(reading in ('damaged', 'ambiguous')) as has_unread_term,
        bool_or(amount_yuan is null) as has_unknown_term,
        bool_or(is_ambiguous) as has_rival_terms,
        bool_or(blank_says_zero) as blank_says_zero,
        {{ all_zero('amount_yuan') }} as is_all_zero
    from {{ terms }}
    group by result_key, rule_id, document_key
),

measured as (
    select
        summed.*,
        rules.relation,
        rules.same_figure,
        cast(summed.left_yuan - summed.right_yuan as decimal(24, 4)) as residual_yuan,
        case when rules.same_figure then summed.twice_tolerance else summed.terms_tolerance end as tolerance_yuan,
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
    {{ is_trivial('is_all_zero', 'left_count', 'right_count', 'table_count', 'residual_yuan', 'same_figure') }} as trivial,
    {{ verdict_of('residual_yuan', 'tolerance_yuan', 'relation', unread='not_evaluable_reason is not null') }} as verdict
from measured
{%- endmacro %}

{# The key of the finding that a table is laid out in a way that is not understood. #}
{% macro layout_finding_key(table_key) -%}
    md5('layout|' || {{ table_key }})[1:16]
{%- endmacro %}

{# The key of the finding that the amounts of a column stand a row too high or too low. #}
{% macro slip_finding_key(table_key, column_number) -%}
    md5(concat_ws('|', 'slip', {{ table_key }}, {{ column_number }}))[1:16]
{%- endmacro %}

{# The key of the finding that two files of one disclosure print different figures. #}
{% macro version_finding_key(document_key, other_document_key) -%}
    md5(concat_ws('|', 'versions', {{ document_key }}, {{ other_document_key }}))[1:16]
{%- endmacro %}

{# The key of the finding that the code of a row contradicts its name. #}
{% macro code_finding_key(table_key, block_number, row_number) -%}
    md5(concat_ws('|', 'code', {{ table_key }}, {{ block_number }}, {{ row_number }}))[1:16]
{%- endmacro %}

{# The key of the finding that a sentence compares a year with itself. #}
{% macro sentence_finding_key(prose_figure_key) -%}
    md5(concat_ws('|', 'sentence', {{ prose_figure_key }}))[1:16]
{%- endmacro %}
