{{ config(schema='staging') }}
select
    document_key, 1 as page_number, '收支总表' as text, 'caption' as role, document_key || '-t1' as table_key,
    5.0 as top, 9.0 as bottom
from {{ ref('manifest') }} where document_key is not null
