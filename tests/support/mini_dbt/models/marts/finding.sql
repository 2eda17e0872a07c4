select
    result.result_key || '-f' as finding_key, result.document_key, result.page_number, 'publisher_error' as kind,
    result.scope || ' differs' as summary, result.scope || '不符' as summary_zh,
    abs(result.residual_yuan)::decimal(24, 4) as severity_yuan, null::decimal(24, 4) as severity_points,
    'digit' as pattern, 'text' as witness, document.superseded_by is not null as is_superseded
from {{ ref('reconciliation_result') }} as result
inner join {{ ref('dim_document') }} as document on result.document_key = document.document_key
where result.verdict = 'break'
