-- The printed expenditure of the year beside the document's own lines. Grain: one document.
select * from {{ ref('int_document_control') }}
