{#
    A compared name without what does not tell bodies apart: that a budget is consolidated or the own office's, and a committee's name in
    full or short. The steps are those of the seed body_spelling, in their order; a test holds their number.
#}
{% macro plain_body_name(name_key) -%}
    {%- set written = namespace(name=name_key) -%}
    {%- for step in range(1, 6) -%}
        {%- set written.name -%}
            regexp_replace({{ written.name }}, {{ spelling_step('pattern', step) }}, {{ spelling_step('replacement', step) }})
        {%- endset -%}
    {%- endfor -%}
    {{ written.name }}
{%- endmacro %}

{% macro spelling_step(column, step) -%}
    (select steps.{{ column }} from {{ ref('body_spelling') }} as steps where steps.step = {{ step }})
{%- endmacro %}

{# A body's name as it is shown: without the words behind it that say whether its budget is consolidated or its own office's. #}
{% macro shown_body_name(name) -%}
    regexp_replace({{ name }}, {{ table_pattern('office_suffix') }}, '\1')
{%- endmacro %}

{#
    Whether a name needs its department to tell whose it is: it does not begin as the department's does, with the place. `信息中心` is many,
    `甲市信息中心` below `甲市乙局` one.
#}
{% macro is_named_alone(name, department_name) -%}
    left({{ name }}, 2) <> left({{ department_name }}, 2)
{%- endmacro %}

{# The compared name of a body within its department. #}
{% macro name_within(department_name, name) -%}
    {{ department_name }} || '/' || {{ name }}
{%- endmacro %}

{# A name from where a place would begin in it. #}
{% macro place_text(name) -%}
    regexp_replace({{ name }}, {{ table_pattern('before_place') }}, '')
{%- endmacro %}

{# The digits of a code of GB/T 2260 that all divisions within it share. #}
{% macro division_prefix(code) -%}
    regexp_replace({{ code }}, '(00){1,2}$', '')
{%- endmacro %}

{# Whether a row of int_body_name is asked: for a name that several bodies share only with the code that is printed beside it. For inner
   joins: DuckDB compares every pair of rows of a left join on such a condition, so there the names with and without a code are two joins. #}
{% macro names_code(names, code) -%}
    ({{ names }}.unit_code is null or {{ names }}.unit_code = {{ code }})
{%- endmacro %}
