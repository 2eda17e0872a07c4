{# All patterns of a kind of the seed prose_word as one alternative. #}
{% macro prose_words(kinds) -%}
    (select string_agg('(?:' || pattern || ')', '|' order by length(pattern) desc) from {{ ref('prose_word') }} where kind in ({{ kinds }}))
{%- endmacro %}

{# Units of the last printed digit that a figure in yuan (or a rate) is, rounded half up. Exact: no floating point. #}
{% macro half_up(numerator, denominator) -%}
    ((2 * {{ numerator }} + {{ denominator }}) // (2 * {{ denominator }}))
{%- endmacro %}

{# Name of a subject as prose and tables are compared: without 支出 at its end, quotes, brackets and the little words. #}
{% macro subject_name(name) -%}
    regexp_replace(regexp_replace({{ name }}, '[()“”"《》、和的\s]|^[\d.]+', '', 'g'), '支出$', '')
{%- endmacro %}

{# The fund that a heading names, NULL where it names none. #}
{% macro heading_fund(heading) -%}
    case
        when regexp_matches({{ heading }}, '一般公共预算|公共财政') then 'general_public_budget'
        when regexp_matches({{ heading }}, '政府性基金') then 'government_fund'
        when regexp_matches({{ heading }}, '国有资本经营') then 'state_capital'
        when regexp_matches({{ heading }}, '财政(性)?(预算)?拨款') then 'fiscal_appropriation'
    end
{%- endmacro %}

{# One unit of the last of so many decimals. #}
{% macro last_digit(decimals) -%}
    case {{ decimals }}
        when 0 then 1::decimal(9, 8)
        when 1 then 0.1::decimal(9, 8)
        when 2 then 0.01::decimal(9, 8)
        when 3 then 0.001::decimal(9, 8)
        when 4 then 0.0001::decimal(9, 8)
        when 5 then 0.00001::decimal(9, 8)
        else 0.000001::decimal(9, 8)
    end
{%- endmacro %}

{# Name of a project as text and form are compared: without the year and the words that all names share. #}
{% macro project_name(name) -%}
    regexp_replace({{ name }}, '20\d\d年度?|项目|资金|经费|工作|支出|[“”"()]', '', 'g')
{%- endmacro %}
