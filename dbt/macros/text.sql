{#
    A label or clause without the number in front: 一、 （一） 1. (1) ① 1) ; `一般公共服务支出` keeps its 一, `1.5` its 1. The same as
    yusuan.reading.structure.labels.without_marker (tests/reading/test_labels.py).
#}
{% macro strip_outline_number(label) -%}
    regexp_replace(
        {{ label }},
        '^(?:[一二三四五六七八九十廿卅百〇]+[、.．]|\([一二三四五六七八九十廿卅百〇]+\)、?|\(\d{1,2}\)、?|[①-⑳]|\d{1,2}[、.．)）](\D|$))', '\1'
    )
{%- endmacro %}

{# The pattern of a kind of the seed table_word. #}
{% macro table_pattern(kind) -%}
    (select table_word.pattern from {{ ref('table_word') }} as table_word where table_word.kind = '{{ kind }}')
{%- endmacro %}

{# Whether a figure's own unit makes it a percentage. #}
{% macro is_rate(unit) -%}
    {{ unit }} in ('%', '百分点')
{%- endmacro %}

{# Name of a body as it is compared: brackets, quotes and white space do not tell two bodies apart. #}
{% macro normalise_name(name) -%}
    regexp_replace({{ name }}, '[\s()\[\]“”"·・:：,，]', '', 'g')
{%- endmacro %}

{# Key of a body: its level and its compared name. A department and its own office of the same name stay two bodies. #}
{% macro body_key(level, name_key) -%}
    md5({{ level }} || '|' || {{ name_key }})[1:16]
{%- endmacro %}

{# The number that a table or a title prints, as it is compared: 公开07表, 表5-1. 五、 are 7, 5-1, 5. #}
{% macro form_number(printed) -%}
    coalesce(
        list_position(
            string_split({{ table_pattern('chinese_numerals') }}, '|'), regexp_extract({{ printed }}, {{ table_pattern('form_number') }}, 1)
        )::varchar,
        nullif(regexp_extract({{ printed }}, {{ table_pattern('form_number') }}, 1), '')
    )
{%- endmacro %}

{# A text that is one number, with a comparing sign before it and what it counts behind: the number and what it counts. #}
{% macro plain_number() -%}
    '^[≥≤=＝<>≧≦＞＜±]*(-?\d[\d,]*(?:\.\d+)?)([^\d\s≥≤<>=~-]{0,8})$'
{%- endmacro %}
