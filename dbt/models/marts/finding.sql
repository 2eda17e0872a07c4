select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh
from {{ ref('int_fault') }}
