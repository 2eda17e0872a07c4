select * from {{ ref('doc_column') }}
