-- What vouches for each amount that a fact may use, in its own document and in others. Grain: one printed amount.
with elsewhere as (
    select
        terms.amount_key,
        bool_or(results.verdict = 'break') as is_disputed,
        bool_or({{ vouches('results.verdict', 'results.trivial', 'rules.relation') }}) as is_vouched_for
    from {{ ref('int_between_result_term') }} as terms
    inner join {{ ref('int_between_result') }} as results on terms.result_key = results.result_key
    inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
    where terms.amount_key is not null
    group by terms.amount_key
)

select
    amounts.* replace (
        case
            when elsewhere.is_disputed then 'disputed'
            when elsewhere.is_vouched_for and amounts.quality = 'unverified' then 'verified'
            else amounts.quality
        end as quality
    )
from {{ ref('doc_usable_amount') }} as amounts
left join elsewhere on amounts.amount_key = elsewhere.amount_key
