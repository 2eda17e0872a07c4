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

{#
    What a test of a mart looks at: dbt asks this of every model. Of a mart that is carried on from the last build the rows that
    this one made anew; the others were looked at when they were made, and their keys hold their document's own.
#}
{% macro get_where_subquery(relation) -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute -%}
    {%- set carried_on = tested and tested.config.materialized == 'incremental' and 'document_key' in tested.columns -%}
    {%- if carried_on and target.name == 'build' and tested.name == relation.identifier and not config.get('where') -%}
        {%- do return(
            "(select * from " ~ relation ~ " where document_key in (select document_key from "
            ~ source('raw', 'affected') ~ ")) as made_anew"
        ) -%}
    {%- else -%}
        {%- do return(default__get_where_subquery(relation)) -%}
    {%- endif -%}
{%- endmacro %}
