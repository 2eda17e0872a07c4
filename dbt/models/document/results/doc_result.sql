-- Evaluated identities within a document. Grain: one identity.
select
    results.result_key,
    results.document_key,
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
    {{ vouches('results.verdict', 'results.trivial', 'rules.relation') }} as vouches
from {{ ref('int_result') }} as results
inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
