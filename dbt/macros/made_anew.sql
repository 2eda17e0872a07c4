-- How the tables of the stages are made: in place, within one transaction that also takes away what was there, which comes
-- back where the model fails. `table` of dbt makes each under another name, renames two and drops one, in steps of their own,
-- and describes every column in the file: half of what a model of few rows costs, for readers that the stages do not have.
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
