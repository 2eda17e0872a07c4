select
    finding.finding_key, term.amount_key, term.prose_figure_key, 'located' as role, result.residual_yuan::decimal(24, 2) as shift_yuan
from {{ ref('finding_result') }} as finding
inner join {{ ref('reconciliation_result') }} as result on finding.result_key = result.result_key
inner join {{ ref('reconciliation_term') }} as term on finding.result_key = term.result_key
where term.side = 'left'
