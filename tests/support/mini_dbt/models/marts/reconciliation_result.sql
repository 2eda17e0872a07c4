select
    term.result_key, amount.document_key, 'total' as rule_id, 'The total equals its parts' as rule_name, '表1 合计' as scope,
    1 as page_number, false as trivial,
    sum(amount.amount_yuan) filter (term.side = 'left')::decimal(24, 4) as left_yuan,
    sum(amount.amount_yuan) filter (term.side = 'right')::decimal(24, 4) as right_yuan,
    (left_yuan - right_yuan)::decimal(24, 4) as residual_yuan,
    0.02::decimal(24, 4) as tolerance_yuan,
    case when residual_yuan = 0 then 'exact' when abs(residual_yuan) <= 0.02 then 'rounding' else 'break' end as verdict,
    null::varchar as not_evaluable_reason, verdict <> 'break' as vouches
from {{ ref('reconciliation_term') }} as term
inner join {{ ref('published_amount') }} as amount on term.amount_key = amount.amount_key
group by term.result_key, amount.document_key
