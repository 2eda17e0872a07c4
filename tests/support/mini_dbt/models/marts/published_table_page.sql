select document_key, document_key || '-t1' as table_key, 1 as page_number, 10.0 as figures_top, 5.0 as caption_top, 9.0 as line_bottom
from {{ ref('doc_document') }}
