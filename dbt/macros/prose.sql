{# All patterns of some kinds of the seed prose_word as one alternative. #}
{% macro prose_words(kinds) -%}
    (select string_agg('(?:' || pattern || ')', '|' order by length(pattern) desc) from {{ ref('prose_word') }} where kind in ({{ kinds }}))
{%- endmacro %}

{# The pattern of a kind of the seed prose_word that has one. #}
{% macro prose_pattern(kind) -%}
    (select prose_word.pattern from {{ ref('prose_word') }} as prose_word where prose_word.kind = '{{ kind }}')
{%- endmacro %}

{# What a text says of a kind of the seed prose_word: the value of the first pattern that is in it, NULL where none is. #}
{% macro prose_value(kind, words, among='true') -%}
    (
        select arg_min(prose_word.value, prose_word.priority)
        from {{ ref('prose_word') }} as prose_word
        where prose_word.kind = '{{ kind }}' and {{ among }} and regexp_matches({{ words }}, prose_word.pattern)
    )
{%- endmacro %}

{# The fund that a heading names, NULL where it names none: chapters are of a budget, not of kinds of money within all. #}
{% macro heading_fund(heading) -%}
    {{ prose_value('fund', heading, "prose_word.value not in ('special_fiscal_account', 'unit_funds')") }}
{%- endmacro %}

{# Units of the last printed digit that a figure in yuan (or a rate) is, rounded half up. Exact: no floating point. #}
{% macro half_up(numerator, denominator) -%}
    ((2 * {{ numerator }} + {{ denominator }}) // (2 * {{ denominator }}))
{%- endmacro %}

{# Name of a subject as prose and tables are compared: without 支出 at its end, quotes, brackets and the little words. #}
{% macro subject_name(name) -%}
    regexp_replace(
        regexp_replace({{ name }}, {{ prose_pattern('subject_noise') }}, '', 'g'), {{ prose_pattern('subject_noise_tail') }}, ''
    )
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
    regexp_replace({{ name }}, {{ prose_pattern('project_noise') }}, '', 'g')
{%- endmacro %}

{# Whether a change takes away, by the words that tell its direction. #}
{% macro is_decrease(direction) -%}
    regexp_matches({{ direction }}, {{ prose_pattern('decrease') }})
{%- endmacro %}
