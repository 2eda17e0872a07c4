{# A model's schema is the name it declares, not `main_<name>`: readers see `main`, builders `staging`, `intermediate`, `seeds`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
