{# What each document prints as carried over from one year to the next, in a row or a column of its own: document and yuan, each once. #}
{% macro carried_over(amounts) -%}
    select distinct
        document_key,
        abs(amount_yuan) as carried_yuan
    from {{ amounts }}
    where measure = 'money' and (row_role like 'carry_over%' or period = 'carry_over') and amount_yuan <> 0
{%- endmacro %}
