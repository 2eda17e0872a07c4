-- Which amounts and figures of the prose each result of a document used, on which side and with which sign.
select
    document_key,
    result_key,
    amount_key,
    cast(null as varchar) as prose_figure_key,
    side,
    cast(sign as integer) as sign
from {{ ref('int_identity_term') }}
union all
select
    document_key,
    result_key,
    unnest([spent_key, budget_key, rate_key]) as amount_key,
    cast(null as varchar) as prose_figure_key,
    unnest(['left', 'right', 'right']) as side,
    1 as sign
from {{ ref('int_rate_check') }}
union all
select
    results.document_key,
    terms.result_key,
    terms.amount_key,
    terms.prose_figure_key,
    terms.side,
    cast(terms.sign as integer) as sign
from {{ ref('int_prose_result_term') }} as terms
inner join {{ ref('int_prose_result') }} as results on terms.result_key = results.result_key
