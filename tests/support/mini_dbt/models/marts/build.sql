select build_id, code_version from {{ source('raw', 'build') }}
