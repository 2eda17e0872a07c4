-- What the identities say of the money figures of each table; one printed again on a continuation page counts once.
with terms as (
    select
        result_key,
        amount_key
    from {{ ref('doc_result_term') }}
    where amount_key is not null
    union all
    select
        result_key,
        amount_key
    from {{ ref('int_corpus_result_term') }}
    where amount_key is not null
),

results as (
    select
        result_key,
        verdict,
        vouches
    from {{ ref('doc_result') }}
    where verdict <> 'not_evaluable'
    union all
    select
        results.result_key,
        results.verdict,
        {{ vouches('results.verdict', 'results.trivial', 'rules.relation') }} as vouches
    from {{ ref('int_corpus_result') }} as results
    inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
    where results.verdict <> 'not_evaluable'
),

evaluated as (
    select
        terms.amount_key,
        bool_or(results.verdict = 'break') as is_disputed,
        bool_or(results.vouches) as is_vouched_for
    from terms
    inner join results on terms.result_key = results.result_key
    group by terms.amount_key
),

money as (
    select
        amounts.table_key,
        case
            when evaluated.amount_key is null then 'untouched'
            when evaluated.is_disputed then 'disputed'
            when evaluated.is_vouched_for then 'verified'
            else 'bounded'
        end as standing
    from {{ ref('doc_amount') }} as amounts
    left join evaluated on amounts.amount_key = evaluated.amount_key
    where amounts.measure = 'money' and amounts.repeat_of is null
)

select
    tables.table_key,
    tables.document_key,
    cast(count(money.standing) as integer) as money_count,
    cast(count(*) filter (where money.standing = 'verified') as integer) as verified_count,
    cast(count(*) filter (where money.standing = 'disputed') as integer) as disputed_count,
    cast(count(*) filter (where money.standing = 'bounded') as integer) as bounded_count,
    cast(count(*) filter (where money.standing = 'untouched') as integer) as untouched_count
from {{ ref('doc_table') }} as tables
left join money on tables.table_key = money.table_key
group by tables.table_key, tables.document_key
