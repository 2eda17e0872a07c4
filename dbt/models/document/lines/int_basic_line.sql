-- Basic expenditure by economic subject, as a document says it.
select
    document_key,
    stage,
    code,
    fund,
    nature,
    amount_yuan,
    half_unit_yuan as tolerance_yuan,
    {{ own_term('amount_key') }} as terms
from {{ ref('int_basic_figure') }}
where not is_total and amount_yuan <> 0
