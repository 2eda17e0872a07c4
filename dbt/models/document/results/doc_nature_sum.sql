-- Natures of the whole expenditure as a table of all of it prints them. Grain: one document, stage and nature; basic expenditure is one.
with sums as (
    select * from {{ ref('int_printed_sum') }}
    where family = 'expenditure' and code = '' and nature <> 'total'
    qualify nature not in ('personnel', 'operating') or not bool_or(nature = 'basic') over (partition by document_key, stage)
)

select
    document_key,
    stage,
    {{ nature_group('nature') }} as nature,
    sum(amount_yuan) as amount_yuan
from sums
group by document_key, stage, {{ nature_group('nature') }}
