-- Every term of every identity with what is known of its figure: as read, or as arithmetic judged the reading.
with judgements as (
    select * from {{ ref('int_judgement') }} where row_kind = 'row'
)

select
    terms.* replace (
        coalesce(judgements.reading, terms.reading) as reading,
        case when judgements.amount_key is null then terms.amount_yuan else judgements.repaired_amount_yuan end as amount_yuan
    )
from {{ ref('int_identity_term') }} as terms
left join judgements on terms.amount_key = judgements.amount_key
