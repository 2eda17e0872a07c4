-- Every printed figure with what is known of it: as read, or as arithmetic judged the reading. Grain: one cell.
with judgements as (
    select * from {{ ref('int_judgement') }} where row_kind = 'row'
)

select
    amounts.* replace (
        coalesce(judgements.reading, amounts.reading) as reading,
        case when judgements.amount_key is null then amounts.amount end as amount,
        case when judgements.amount_key is null then amounts.amount_yuan else judgements.repaired_amount_yuan end as amount_yuan
    ),
    judgements.repaired_amount_yuan,
    judgements.repair_evidence
from {{ ref('int_amount') }} as amounts
left join judgements on amounts.amount_key = judgements.amount_key
