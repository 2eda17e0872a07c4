{# The rows of a raw table of whose document every promise is kept. #}
{% macro sound_documents(table) -%}
    select raw.*
    from {{ source('raw', table) }} as raw
    anti join (select document_key from {{ ref('stg_broken_promise') }} where part = 'document') as broken
        on raw.document_key = broken.document_key
{%- endmacro %}

{# The rows of a raw table that belongs to tables, of tables of which every promise is kept. #}
{% macro sound_rows(table) -%}
    {{ sound_documents(table) }}
    anti join (select table_key from {{ ref('stg_broken_promise') }} where part = 'table') as broken_tables
        on raw.table_key = broken_tables.table_key
{%- endmacro %}
