select * from {{ ref('doc_table_structure') }}
