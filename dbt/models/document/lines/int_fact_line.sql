-- What each document says for each family of facts. The corpus stage only places it on units.
with expenditure as (
    select
        lines.*,
        case documents.stage when 'final' then 'final' else 'original_budget' end as stage
    from {{ ref('int_expenditure_line') }} as lines
    inner join {{ ref('int_document') }} as documents on lines.document_key = documents.document_key
)

{% set columns = 'document_key, stage, code, fund, nature, amount_yuan, tolerance_yuan, terms' -%}
select
    {{ columns }},
    'expenditure' as family,
    derived
from expenditure
union all
select
    {{ columns }},
    'basic' as family,
    false as derived
from {{ ref('int_basic_line') }}
union all
select
    {{ columns }},
    'revenue' as family,
    derived
from {{ ref('int_revenue_line') }}
union all
select
    {{ columns }},
    'three_public' as family,
    false as derived
from {{ ref('int_three_public_line') }}
where name_key is null
