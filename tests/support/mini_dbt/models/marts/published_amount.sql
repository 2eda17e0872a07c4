select * from {{ ref('doc_amount') }}
