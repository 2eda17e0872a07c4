{# Label without the outline number in front: 一、 （一） 1. ; `一般公共服务支出` keeps its 一. #}
{% macro strip_outline_number(label) -%}
    regexp_replace({{ label }}, '^(\([一二三四五六七八九十廿卅〇0-9]+\)|[一二三四五六七八九十廿卅〇]+、|[0-9]+[、.])', '')
{%- endmacro %}

{# Name of a body as it is compared: brackets, quotes and white space do not tell two bodies apart. #}
{% macro normalise_name(name) -%}
    regexp_replace({{ name }}, '[\s()\[\]“”"·・:：,，]', '', 'g')
{%- endmacro %}

{# Key of a body: its level and its compared name. A department and its own office of the same name stay two bodies. #}
{% macro body_key(level, name_key) -%}
    md5({{ level }} || '|' || {{ name_key }})[1:16]
{%- endmacro %}
