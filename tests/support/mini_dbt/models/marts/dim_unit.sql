select document_key as unit_key, publisher_name as unit_name, level from {{ ref('dim_document') }}
