-- How the tables of the stages are made: in place, in a file that is nobody's yet; one that fails leaves none. `table` of dbt
-- makes each under another name, renames it, drops the one before and describes every column in the file, in steps of their
-- own: four tenths of what a stage of few documents costs. Marts are made by dbt's own ways, which describe them.
{% materialization made_anew, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set made = this.incorporate(type='table') -%}

    {{ run_hooks(pre_hooks) }}
    {%- if existing is not none %}
        {% do adapter.drop_relation(existing) %}
    {%- endif %}
    {% call statement('main', language=model['language']) -%}
        {{ create_table_as(False, made, compiled_code, model['language']) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}

    {{ return({'relations': [made]}) }}
{% endmaterialization %}
