select document_key, document_key || '-t1' as table_key, 1 as page_number, 20.0::double as figures_top, 5.0::double as caption_top, 9.0::double as line_bottom
from {{ ref('doc_document') }}
