-- What vouches for each amount that a fact may use. Grain: one printed amount.
select
    amounts.document_key,
    amounts.amount_key,
    amounts.reading,
    amounts.corrected_amount_yuan is not null as is_corrected,
    coalesce(quality.quality, 'unverified') as quality
from {{ ref('int_usable_amount') }} as amounts
left join {{ ref('int_amount_quality') }} as quality on amounts.amount_key = quality.amount_key
