select * from {{ ref('doc_row_text') }}
