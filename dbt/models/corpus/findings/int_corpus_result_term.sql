-- Which amounts and figures of the narrative the results that need more than one document used.
with department_terms as (
    select
        document_key,
        result_key,
        'left' as side,
        unnest(unit_terms) as term
    from {{ ref('int_department_check') }}
    union all
    select
        document_key,
        result_key,
        'right' as side,
        unnest(department_terms) as term
    from {{ ref('int_department_check') }}
)

select * from {{ ref('int_between_result_term') }}
union all
-- An amount that a remainder adds and another takes away again says nothing.
select
    document_key,
    result_key,
    term.amount_key,
    cast(null as varchar) as prose_figure_key,
    side,
    cast(sum(term.sign) as integer) as sign
from department_terms
group by document_key, result_key, term.amount_key, side
having sum(term.sign) <> 0
