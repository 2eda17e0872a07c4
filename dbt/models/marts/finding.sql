{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_moved(of_corpus=true) }}") }}
select
    *,
    false as spans_documents
from {{ ref('doc_finding') }}
{{ moved_only() }}
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
