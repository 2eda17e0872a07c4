select result_key || '-f' as finding_key, document_key, page_number, 'publisher_error' as kind, scope as summary
from {{ ref('reconciliation_result') }} where verdict = 'break'
