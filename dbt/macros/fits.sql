{# Whether a value fits a selector of the seed rule_term: `*` anything, `-` nothing said, `+` something said, `a|b` one of these. #}
{% macro fits(value, selector) -%}
    ({{ selector }} = '*'
    or ({{ selector }} = '-' and {{ value }} is null)
    or ({{ selector }} = '+' and {{ value }} is not null)
    or list_contains(string_split({{ selector }}, '|'), {{ value }}))
{%- endmacro %}
