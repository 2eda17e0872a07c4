{# Short hash of all seed files as they are: the version of the meanings that a build was made with. #}
{% macro seeds_version() -%}
    {%- if execute -%}
        {%- set sums = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'seed' -%}
            {%- do sums.append(node.unique_id ~ ':' ~ node.checksum.checksum) -%}
        {%- endfor -%}
        {{- local_md5(sums | sort | join('\n'))[:12] -}}
    {%- endif -%}
{%- endmacro %}
