-- Results that findings explain. Grain: one result of a finding.
select
    *,
    false as spans_documents
from {{ ref('doc_finding_result') }}
union all
-- A finding of a document that explains a break between some belongs to its document, found again in every build.
select
    coalesce(faults.document_key, own.document_key) as document_key,
    faults.finding_key,
    unnest(faults.result_keys) as result_key,
    true as spans_documents
from {{ ref('int_corpus_fault') }} as faults
left join {{ ref('doc_finding') }} as own on faults.finding_key = own.finding_key
where faults.row_kind in ('row', 'link')
