-- The stand-in facts are made of nothing.
select 'fact_three_public' as fact, document_key as fact_key, document_key, amount_key, null::varchar as prose_figure_key, 1 as sign
from {{ ref('published_amount') }} where false
