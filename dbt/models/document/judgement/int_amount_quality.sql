-- One row per amount that any identity of its document uses: what these identities say of it.
with terms as (
    select
        document_key,
        result_key,
        amount_key
    from {{ ref('int_result_term') }}
    where amount_key is not null
),

identities as (
    select
        results.result_key,
        results.verdict,
        {{ vouches('results.verdict', 'results.trivial', 'rules.relation') }} as vouches
    from {{ ref('int_result') }} as results
    inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
)

select
    terms.document_key,
    terms.amount_key,
    case
        when bool_or(identities.verdict = 'break') then 'disputed'
        when bool_or(identities.vouches) then 'verified'
        else 'unverified'
    end as quality
from terms
inner join identities on terms.result_key = identities.result_key
group by terms.document_key, terms.amount_key
