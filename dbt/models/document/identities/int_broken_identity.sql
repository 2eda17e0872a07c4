-- Identities of which a promise is not kept: they are set aside, alone. Grain: one identity.
with terms as (
    select * from {{ ref('int_candidate_term') }}
),

broken as (
    select
        result_key,
        'a figure is one term of an identity' as promise,
        'figure ' || amount_key || ' is a term ' || count(*) || ' times' as detail
    from terms
    group by result_key, amount_key
    having count(*) > 1
    union all
    select
        result_key,
        'an identity is of one rule and one document' as promise,
        min(rule_id) || ', ' || max(rule_id) as detail
    from terms
    group by result_key
    having count(distinct rule_id) > 1 or count(distinct document_key) > 1
    union all
    select
        result_key,
        'an identity adds up to yuan' as promise,
        'figures of ' || max(abs(amount_yuan)) as detail
    from terms
    group by result_key
    having sum(abs(amount_yuan)) >= 1e17
)

select
    terms.result_key,
    any_value(terms.document_key) as document_key,
    any_value(terms.table_key) as table_key,
    any_value(terms.rule_id) as rule_id,
    any_value(terms.scope) as scope,
    any_value(terms.page_number) as page_number,
    min(broken.promise) as promise,
    min(broken.detail) as detail
from broken
inner join terms on broken.result_key = terms.result_key
group by terms.result_key
