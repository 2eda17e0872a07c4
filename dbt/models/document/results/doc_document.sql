-- What each document of this stage is, and whether it can be placed. Grain: one document.
with units as (
    select
        document_key,
        count(distinct code) as listed_unit_count
    from {{ ref('int_row') }}
    where row_entity = 'unit' and code is not null and not is_repeat
    group by document_key
),

-- What identities say of its figures: a damaged copy, or a part of the paper, proves less of them.
proof as (
    select
        document_key,
        count(*) filter (where quality = 'verified') - count(*) filter (where quality = 'disputed') as proven_count
    from {{ ref('int_amount_quality') }}
    group by document_key
)

select
    documents.*,
    superiors.superior_name,
    coalesce(units.listed_unit_count, 0) as listed_unit_count,
    cast(coalesce(proof.proven_count, 0) as bigint) as proven_count
from {{ ref('int_document') }} as documents
left join units on documents.document_key = units.document_key
left join {{ ref('int_superior') }} as superiors on documents.document_key = superiors.document_key
left join proof on documents.document_key = proof.document_key
