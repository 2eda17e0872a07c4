{# Where a reading comes from: `digital` what the file itself says, `picture` what a tool saw, `text` what is left of a page. #}
{% macro reading_source(reader, confidence) -%}
    case
        when {{ confidence }} is not null or {{ reader }} = 'markdown' then 'picture'
        when {{ reader }} = 'text' then 'text'
        else 'digital'
    end
{%- endmacro %}
