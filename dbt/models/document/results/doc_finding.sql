-- Faults that explain the broken identities of a document, and figures printed twice a little differently. Grain: one finding.
select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh,
    severity_yuan,
    severity_points,
    printed_yuan,
    expected_yuan
from {{ ref('int_fault') }}
where row_kind = 'row'
