{#
    Takes out of a mart that is carried on from the last build what this one makes anew: the rows of the documents that the
    corpus stage sees, and of bodies those that any of these documents names. A build that continues none makes its marts whole,
    and so does a person's own dbt.
#}
{% macro forget_affected() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        {%- if target.name == 'dev' %}
        {%- elif 'document_key' in model.columns %}
        where document_key in (select document_key from {{ source('raw', 'affected') }})
        {%- else %}
        where unit_key in (
            select unnest([
                {{ body_key("'unit'", 'name_key') }},
                {{ body_key("'department'", 'name_key') }},
                {{ body_key("'department_remainder'", body_key("'department'", 'name_key')) }}
            ])
            from {{ source('raw', 'affected_body') }}
        )
        {%- endif -%}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
