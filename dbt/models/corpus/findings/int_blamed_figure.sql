-- Figures that the findings of documents themselves hold to be wrong. Grain: one figure of a finding.
select
    finding_key,
    coalesce(amount_key, prose_figure_key) as amount_key,
    role
from {{ ref('doc_finding_amount') }}
