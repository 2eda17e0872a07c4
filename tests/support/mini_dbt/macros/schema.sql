{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}

{% macro active(table) -%}
    (
        select raw.* exclude (filename)
        from read_parquet('{{ var("raw_root") }}/{{ var("extractor_version") }}/*/{{ table }}.parquet', filename = true) as raw
        inner join (select distinct document_key, set_name from {{ ref('manifest') }}) as manifest
            on raw.document_key = manifest.document_key and string_split(raw.filename, '/')[-2] = manifest.set_name
    )
{%- endmacro %}
