{#
    What the contract of a mart promises of every row, asked of the document results that feed it: columns that are never
    NULL, keys that are there once, values of a list, keys that are found elsewhere. Read from the marts' own YAML, so that
    a promise stands in one place. `fed` maps each mart to the result that feeds it; `of_marts` are columns that marts add.
#}
{% macro broken_contracts(fed, of_marts) -%}
    {%- set selects = [] -%}
    {%- if execute -%}
        {%- for mart, result in fed.items() -%}
            {%- set node = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | selectattr('name', 'equalto', mart) | first -%}
            {%- for column in node.columns.values() if column.constraints and column.name not in of_marts -%}
                {%- do selects.append(broken_rows(result, mart ~ '.' ~ column.name ~ ' is never blank', column.name ~ ' is null')) -%}
            {%- endfor -%}
            {%- for test in graph.nodes.values() if test.resource_type == 'test' and test.attached_node == node.unique_id and test.test_metadata and test.column_name not in of_marts -%}
                {%- set kind, column = test.test_metadata.name, test.column_name -%}
                {%- if kind == 'unique' -%}
                    {%- do selects.append(broken_rows(
                        result, mart ~ '.' ~ column ~ ' is there once',
                        column ~ ' in (select ' ~ column ~ ' from ' ~ ref(result) ~ ' group by 1 having count(*) > 1)'
                    )) -%}
                {%- elif kind == 'accepted_values' -%}
                    {%- set values = test.test_metadata.kwargs['values'] | join("', '") -%}
                    {%- do selects.append(broken_rows(result, mart ~ '.' ~ column ~ ' is one of its list', column ~ " not in ('" ~ values ~ "')")) -%}
                {%- elif kind == 'relationships' -%}
                    {%- set other = test.test_metadata.kwargs['to'].split("'")[1] -%}
                    {%- if other in fed -%}
                        {%- set field = test.test_metadata.kwargs['field'] -%}
                        {%- do selects.append(broken_rows(
                            result, mart ~ '.' ~ column ~ ' is one of ' ~ other,
                            column ~ ' is not null and ' ~ column ~ ' not in (select ' ~ field ~ ' from ' ~ ref(fed[other]) ~ ' where ' ~ field ~ ' is not null)'
                        )) -%}
                    {%- endif -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ selects | join('\nunion all\n') if selects else 'select null::varchar as document_key, null::varchar as promise, null::bigint as row_count where false' }}
{%- endmacro %}

{# The documents of a result in which a condition that no row should meet is met, with how many rows meet it. #}
{% macro broken_rows(result, promise, condition) -%}
    select document_key, '{{ promise | replace("'", "''") }}' as promise, count(*) as row_count
    from {{ ref(result) }} where {{ condition }} group by document_key
{%- endmacro %}
