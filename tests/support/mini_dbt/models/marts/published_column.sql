select table_key, document_key, column_number, column_path
from {{ ref('published_table') }}, (VALUES (1, '项目'), (2, '合计'), (3, '备注')) AS columns (column_number, column_path)
