select
    amount_key, document_key, page_number, amount_text, corrected_amount_yuan, '' as reason, '' as decided_by,
    null::date as decided_on
from {{ ref('published_amount') }} where corrected_amount_yuan is not null
