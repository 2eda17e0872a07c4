select
    *,
    false as spans_documents
from {{ ref('doc_finding') }}
union all
select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh,
    true as spans_documents
from {{ ref('int_corpus_fault') }}
where row_kind = 'row'
