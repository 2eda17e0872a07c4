-- Which amounts and figures of the prose each result used, on which side and with which sign.
with department_terms as (
    select
        result_key,
        'left' as side,
        unnest(unit_terms) as term
    from {{ ref('int_department_check') }}
    union all
    select
        result_key,
        'right' as side,
        unnest(department_terms) as term
    from {{ ref('int_department_check') }}
)

select
    result_key,
    amount_key,
    cast(null as varchar) as prose_figure_key,
    side,
    cast(sign as integer) as sign
from {{ ref('int_identity_term') }}
union all
-- An amount that a remainder adds and another takes away again says nothing.
select
    result_key,
    term.amount_key,
    cast(null as varchar) as prose_figure_key,
    side,
    cast(sum(term.sign) as integer) as sign
from department_terms
group by result_key, term.amount_key, side
having sum(term.sign) <> 0
union all
select
    result_key,
    unnest([spent_key, budget_key, rate_key]) as amount_key,
    cast(null as varchar) as prose_figure_key,
    unnest(['left', 'right', 'right']) as side,
    1 as sign
from {{ ref('int_rate_check') }}
union all
select
    result_key,
    amount_key,
    prose_figure_key,
    side,
    cast(sign as integer) as sign
from {{ ref('int_prose_result_term') }}
union all
select
    results.result_key,
    terms.amount_key,
    terms.prose_figure_key,
    terms.side,
    terms.sign
from {{ ref('int_prose_document_term') }} as terms
inner join {{ ref('int_prose_document_result') }} as results on terms.rule_id = results.rule_id and terms.scope_key = results.scope_key
