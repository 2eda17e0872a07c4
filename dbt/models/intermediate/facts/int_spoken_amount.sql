-- One row per amount that a fact may use: money of a speaking document for its own year, read exactly or decided by a person,
-- neither repeated nor of which.
with amounts as (
    select * from {{ ref('int_judged_amount') }}
),

disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
)

select
    amounts.* replace (coalesce(amounts.corrected_amount_yuan, amounts.amount_yuan) as amount_yuan),
    disclosures.unit_key as publisher_key,
    disclosures.department_key,
    disclosures.level,
    -- The stage of the amounts that the document is about; a final 三公 table prints its adjusted budget beside it.
    amounts.amount_stage = case disclosures.stage when 'final' then 'final' else 'original_budget' end as is_own_stage
from amounts
inner join disclosures
    on amounts.document_key = disclosures.document_key and amounts.amount_fiscal_year = disclosures.fiscal_year
where
    amounts.measure = 'money'
    and amounts.sum_role <> 'of_which'
    and not amounts.is_repeat
    and (amounts.reading in ('exact', 'repaired') or amounts.corrected_amount_yuan is not null)
    and coalesce(amounts.corrected_amount_yuan, amounts.amount_yuan) is not null
