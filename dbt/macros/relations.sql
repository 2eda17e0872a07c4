{#
    The keys of the marts and what refers to them, read from their tests: a column that is tested for uniqueness is a key, one
    tested for relationships refers. Rows of relationship.sql as selects.

    Declared in the published file are those of dimensions and facts: DuckDB keeps an index of every key, which for all marts is as
    large as the marts. No table can refer to itself in one insertion.
#}
{% macro relations_of_marts() -%}
    {%- set selects = [] -%}
    {%- if execute -%}
        {%- set marts = {} -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.fqn[1] == 'marts' -%}
            {%- do marts.update({node.name: node.name.startswith('dim_') or node.name.startswith('fact_')}) -%}
        {%- endfor -%}
        {%- for test in graph.nodes.values() if test.resource_type == 'test' and test.attached_node and test.test_metadata -%}
            {%- set mart, kind = test.attached_node.split('.')[-1], test.test_metadata.name -%}
            {%- if mart in marts and kind == 'unique' -%}
                {%- do selects.append(relation_row(mart, test.column_name, 'primary_key', none, none, marts[mart])) -%}
            {%- elif mart in marts and kind == 'relationships' -%}
                {%- set other = test.test_metadata.kwargs['to'].split("'")[1] -%}
                {%- set is_declared = marts[mart] and marts.get(other, false) and other != mart -%}
                {%- do selects.append(relation_row(mart, test.column_name, 'foreign_key', other, test.test_metadata.kwargs['field'], is_declared)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ selects | sort | join('\nunion all\n') if selects else relation_row('', '', '', none, none, false) ~ ' limit 0' }}
{%- endmacro %}

{% macro relation_row(mart, column, kind, other, field, is_declared) -%}
    select '{{ mart }}' as table_name, '{{ column }}' as column_name, '{{ kind }}' as kind,
        {{ "'" ~ other ~ "'" if other else 'cast(null as varchar)' }} as references_table,
        {{ "'" ~ field ~ "'" if field else 'cast(null as varchar)' }} as references_column,
        {{ 'true' if is_declared else 'false' }} as is_declared
{%- endmacro %}
