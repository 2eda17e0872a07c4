select
    amount.table_key, amount.document_key, count(*)::integer as money_count,
    count(*) filter (result.vouches)::integer as verified_count,
    count(*) filter (result.verdict = 'break')::integer as disputed_count,
    0 as bounded_count,
    count(*) filter (result.verdict is null)::integer as untouched_count
from {{ ref('published_amount') }} as amount
left join {{ ref('reconciliation_term') }} as term on amount.amount_key = term.amount_key
left join {{ ref('reconciliation_result') }} as result on term.result_key = result.result_key
group by amount.table_key, amount.document_key
