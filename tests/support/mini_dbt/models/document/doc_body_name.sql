-- All of the toy's documents meet, so that every build makes its marts whole.
select document_key, 'all' as name_key from {{ ref('doc_document') }}
