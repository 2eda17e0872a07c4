-- Which amounts and figures of the narrative each result between documents used, on which side and with which sign.
select
    document_key,
    result_key,
    amount_key,
    cast(null as varchar) as prose_figure_key,
    side,
    cast(sign as integer) as sign
from {{ ref('int_between_term') }}
union all
select
    results.document_key,
    results.result_key,
    terms.amount_key,
    terms.prose_figure_key,
    terms.side,
    cast(terms.sign as integer) as sign
from {{ ref('int_prose_between_term') }} as terms
inner join {{ ref('int_prose_between_result') }} as results on terms.rule_id = results.rule_id and terms.scope_key = results.scope_key
