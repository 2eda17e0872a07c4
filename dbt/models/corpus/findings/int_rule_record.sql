-- One row per rule that any document meets: how it fared over this build's documents, and what is odd about that.
with results as (
    select * from {{ ref('reconciliation_result') }}
),

counted as (
    select
        rules.rule_id,
        rules.relation,
        count(*) as result_count,
        count(distinct results.document_key) as document_count,
        count(*) filter (where results.trivial) as trivial_count,
        count(*) filter (where results.verdict <> 'not_evaluable' and not results.trivial) as evaluated_count,
        count(*) filter (where results.verdict = 'break') as break_count,
        count(*) filter (where results.residual_yuan = 0 and results.left_yuan <> 0) as even_count
    from {{ ref('reconciliation_rule') }} as rules
    inner join results on rules.rule_id = results.rule_id
    group by rules.rule_id, rules.relation
)

select
    *,
    -- A handful of identities in a handful of documents says nothing of a rule; nor does a rule that no document meets.
    case
        when document_count < 3 or result_count < 10 then null
        when evaluated_count = 0 then 'says nothing: all its identities are trivial or cannot be evaluated'
        when evaluated_count >= 5 and break_count * 2 > evaluated_count then 'breaks more often than it holds'
        when relation = '<=' and evaluated_count >= 20 and even_count = 0 and break_count = 0
            then 'always holds: nothing comes near its bound'
    end as warning
from counted
