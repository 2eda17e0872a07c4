-- One row per document: the one fund its revenue shows beside those with expenditure tables of their own, if it is one.
with figures as (
    select * from {{ ref('int_usable_amount') }} where amount_yuan <> 0
),

shown as (
    select distinct
        document_key,
        fund
    from figures
    where table_kind = 'revenue' and fund is not null
    union
    select distinct
        document_key,
        row_fund as fund
    from figures
    where table_kind = 'revenue_expenditure_summary' and side = 'revenue' and row_fund is not null
),

with_tables as (
    select distinct
        document_key,
        cut as fund
    from {{ ref('int_expenditure_row') }}
    where cut <> 'all_funds'
),

documents as (
    select document_key from {{ ref('int_document') }} where status = 'loaded'
)

select
    documents.document_key,
    case
        when count(distinct shown.fund) filter (where with_tables.fund is null) = 1
            then min(shown.fund) filter (where with_tables.fund is null)
        else 'other_funds'
    end as remaining_fund
from documents
left join shown on documents.document_key = shown.document_key and shown.fund <> 'fiscal_appropriation'
left join with_tables on shown.document_key = with_tables.document_key and shown.fund = with_tables.fund
group by documents.document_key
