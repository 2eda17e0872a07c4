-- One row per amount that any identity uses: what the identities say of it.
with terms as (
    select * from {{ ref('int_identity_term') }}
),

identities as (
    select
        int_identity.result_key,
        int_identity.verdict,
        -- An inequality that holds bounds an amount, it does not vouch for it.
        int_identity.verdict in ('exact', 'rounding') and not int_identity.trivial and rules.relation = '=' as vouches
    from {{ ref('int_identity') }} as int_identity
    inner join {{ ref('reconciliation_rule') }} as rules on int_identity.rule_id = rules.rule_id
)

select
    terms.amount_key,
    case
        when bool_or(identities.verdict = 'break') then 'disputed'
        when bool_or(identities.vouches) then 'verified'
        else 'unverified'
    end as quality
from terms
inner join identities on terms.result_key = identities.result_key
group by terms.amount_key
