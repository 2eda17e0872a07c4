{#
    Whether a value fits a selector of the seed rule_term: `*` anything, `+` something said, else one of `a|b`,
    where `-` stands for nothing said.
#}
{% macro fits(value, selector) -%}
    ({{ selector }} = '*'
    or ({{ selector }} = '+' and {{ value }} is not null)
    or list_contains(string_split({{ selector }}, '|'), coalesce({{ value }}, '-')))
{%- endmacro %}
