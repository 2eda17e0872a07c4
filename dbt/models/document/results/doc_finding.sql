-- Faults that explain the broken identities of a document, and figures printed twice a little differently. Grain: one finding.
select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh
from {{ ref('int_fault') }}
where row_kind = 'row'
