-- Findings of documents, and of identities between them, as their figures have it: the pictures of their pages were not asked yet. Grain:
-- one finding.
select
    *,
    false as spans_documents
from {{ ref('doc_finding') }}
union all by name
select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh,
    pattern,
    severity_yuan,
    severity_points,
    printed_yuan,
    expected_yuan,
    true as spans_documents
from {{ ref('int_corpus_fault') }}
where row_kind = 'row'
