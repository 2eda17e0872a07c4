-- Indicators of performance tables and forms. Grain: one row of a table.
select indicators.*
from {{ ref('int_indicator') }} as indicators
inner join {{ ref('int_document') }} as documents on indicators.document_key = documents.document_key
where documents.status = 'loaded'
