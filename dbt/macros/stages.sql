{#
    The stage of an amount by the word that its header or row says (`budget`: 预算数), the stage of its document and the note of its
    table. Without a word it is the document's own.
#}
{% macro amount_stage(said, document_stage, table_kind, note) -%}
    case
        when {{ said }} in ('final', 'adjusted_budget', 'original_budget') then {{ said }}
        when {{ document_stage }} = 'budget' then 'original_budget'
        -- The 三公 table of final accounts prints the adjusted budget, unless its note calls it the one of the year's beginning.
        when {{ said }} = 'budget' and {{ table_kind }} = 'three_public'
            then
                case
                    when regexp_matches(coalesce({{ note }}, ''), {{ table_pattern('original_budget_note') }}) then 'original_budget'
                    else 'adjusted_budget'
                end
        when {{ said }} = 'budget' then 'original_budget'
        else 'final'
    end
{%- endmacro %}
