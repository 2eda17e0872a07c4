select * from {{ ref('int_version_difference') }}
