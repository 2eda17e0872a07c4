select * from {{ source('raw', 'document') }}
