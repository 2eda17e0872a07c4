-- Of all rows of a fact a printed figure counts at most once: what a difference takes away again, it has added before. Comparatives are no
-- sum: of one printed figure several are told.
select
    fact,
    amount_key,
    prose_figure_key,
    sum(sign) as times
from {{ ref('fact_amount_link') }}
where fact <> 'fact_comparative'
group by fact, amount_key, prose_figure_key
having sum(sign) > 1
