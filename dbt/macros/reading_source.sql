{# Where a reading comes from: `digital` what the file itself says, `picture` what a tool saw, `text` what is left of a page. #}
{% macro reading_source(reader, confidence) -%}
    case
        when {{ confidence }} is not null or {{ reader }} = 'markdown' then 'picture'
        when {{ reader }} = 'text' then 'text'
        else 'digital'
    end
{%- endmacro %}

{# Whose error a finding is by where its figures come from: the page itself prints what is digital. #}
{% macro kind_of_source(source) -%}
    case {{ source }} when 'digital' then 'publisher_error' when 'picture' then 'reading_error' else 'undetermined' end
{%- endmacro %}
