{{ config(materialized='table') }}
-- Every correction with what the page prints beside what facts use instead.
select
    corrections.amount_key,
    amounts.document_key,
    amounts.page_number,
    amounts.amount_text,
    amounts.amount_yuan,
    amounts.corrected_amount_yuan,
    corrections.reason,
    corrections.decided_by,
    corrections.decided_on
from {{ source('raw', 'correction') }} as corrections
inner join {{ ref('published_amount') }} as amounts on corrections.amount_key = amounts.amount_key
