-- Subjects that a loaded document prints. Grain: one code and name of a document.
select
    mentions.*,
    documents.fiscal_year
from {{ ref('int_subject_mention') }} as mentions
inner join {{ ref('int_document') }} as documents on mentions.document_key = documents.document_key
where documents.status = 'loaded'
