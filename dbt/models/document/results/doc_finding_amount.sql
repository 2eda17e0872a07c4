-- Figures that a finding holds to be wrong, or that may be. Grain: one figure of a finding.
with amounts as (
    select
        document_key,
        finding_key,
        unnest(amounts) as amount
    from {{ ref('int_fault') }}
    where row_kind = 'row'
)

select
    amounts.document_key,
    amounts.finding_key,
    published.amount_key,
    case when published.amount_key is null then amounts.amount.amount_key end as prose_figure_key,
    amounts.amount.role,
    amounts.amount.shift_yuan,
    amounts.amount.likelihood_rank
from amounts
left join {{ ref('int_amount') }} as published on amounts.amount.amount_key = published.amount_key
union all
-- A sentence that compares a year with itself has a figure by which it is found on its page.
select
    document_key,
    {{ sentence_finding_key('prose_figure_key') }} as finding_key,
    null as amount_key,
    prose_figure_key,
    'candidate' as role,
    null as shift_yuan,
    1 as likelihood_rank
from {{ ref('int_own_year_comparison') }}
