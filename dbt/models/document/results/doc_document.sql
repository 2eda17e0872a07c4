-- What each document of this stage is, and whether it can be placed. Grain: one document.
with units as (
    select
        document_key,
        count(distinct code) as listed_unit_count
    from {{ ref('int_row') }}
    where row_entity = 'unit' and code is not null and not is_repeat
    group by document_key
),

money as (
    select
        document_key,
        sum(money_count) as money_count
    from {{ ref('int_table') }}
    where default_measure = 'money'
    group by document_key
)

select
    documents.*,
    coalesce(units.listed_unit_count, 0) as listed_unit_count,
    cast(coalesce(money.money_count, 0) as bigint) as money_count
from {{ ref('int_document') }} as documents
left join units on documents.document_key = units.document_key
left join money on documents.document_key = money.document_key
