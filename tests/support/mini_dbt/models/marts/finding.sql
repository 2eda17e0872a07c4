select
    result_key || '-f' as finding_key, document_key, page_number, 'publisher_error' as kind, scope || ' differs' as summary,
    scope || '不符' as summary_zh
from {{ ref('reconciliation_result') }} where verdict = 'break'
