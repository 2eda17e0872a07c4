with results as (
    select * from {{ ref('int_result') }}
),

rules as (
    select * from {{ ref('reconciliation_rule') }}
)

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
    results.not_evaluable_reason
from results
inner join rules on results.rule_id = rules.rule_id
