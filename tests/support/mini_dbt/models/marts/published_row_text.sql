select
    table_key, document_key, page_number, row_number, 1 as column_number, '项目' as column_path, row_label as text,
    1 as row_span, x0 - 50 as x0, x0 - 10 as x1
from {{ ref('published_amount') }}
