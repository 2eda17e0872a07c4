{#
    The rows of one raw Parquet table that belong to active sets, with the manifest's set check applied.
    A document may lie in an old single set and in a compacted batch at once: only the set that the manifest names counts.
#}
{% macro active_rows(table) -%}
    select raw.* exclude (filename)
    from {{ source('raw', table) }} as raw
    inner join {{ ref('stg_manifest') }} as manifest
        on
            raw.document_key = manifest.document_key
            and string_split(raw.filename, '/')[-2] = manifest.set_name
{%- endmacro %}
