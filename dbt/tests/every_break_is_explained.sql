-- Every break is in a finding: nothing that does not add up is left unsaid.
select results.result_key
from {{ ref('reconciliation_result') }} as results
left join {{ ref('finding_result') }} as finding_results on results.result_key = finding_results.result_key
where results.verdict = 'break' and finding_results.result_key is null
