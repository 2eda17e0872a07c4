-- What loaded documents announce of tables. Grain: one kind and way of a document.
select announced.*
from {{ ref('int_announced_table') }} as announced
inner join {{ ref('int_document') }} as documents on announced.document_key = documents.document_key and documents.status = 'loaded'
