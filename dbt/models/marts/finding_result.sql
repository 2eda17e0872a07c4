{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_moved(of_corpus=true) }}") }}
select
    *,
    false as spans_documents
from {{ ref('doc_finding_result') }}
{{ moved_only() }}
union all
select
    document_key,
    finding_key,
    unnest(result_keys) as result_key,
    true as spans_documents
from {{ ref('int_corpus_fault') }}
