select
    result_key,
    document_key,
    cast(null as varchar) as other_document_key,
    rule_id,
    rule_name,
    family,
    scope,
    page_number,
    term_count,
    trivial,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    verdict,
    not_evaluable_reason,
    vouches,
    false as spans_documents
from {{ ref('doc_result') }}
union all
select
    results.result_key,
    results.document_key,
    results.other_document_key,
    results.rule_id,
    rules.rule_name,
    rules.family,
    results.scope,
    results.page_number,
    cast(results.term_count as integer) as term_count,
    results.trivial,
    results.left_yuan,
    results.right_yuan,
    results.residual_yuan,
    results.tolerance_yuan,
    results.verdict,
    results.not_evaluable_reason,
    {{ vouches('results.verdict', 'results.trivial', 'rules.relation') }} as vouches,
    true as spans_documents
from {{ ref('int_corpus_result') }} as results
inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
