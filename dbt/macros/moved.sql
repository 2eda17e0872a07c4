{#
    Marts of what one document says are carried on from the last build: what moved since is taken out, and put in anew.
    A build that continues none, because rules or code changed, makes them whole, and so does a person's own dbt.
#}
{% macro moved_only() -%}
    {%- if is_incremental() and target.name != 'dev' -%}
        where document_key in (select document_key from {{ source('raw', 'moved') }})
    {%- endif -%}
{%- endmacro %}

{# Takes out of a mart the rows of documents that moved, and with `of_corpus` those of results that span documents: they are made anew. #}
{% macro forget_moved(of_corpus=false) -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        {%- if target.name != 'dev' %}
        where document_key in (select document_key from {{ source('raw', 'moved') }})
        {%- if of_corpus %} or spans_documents{% endif -%}
        {%- endif -%}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
