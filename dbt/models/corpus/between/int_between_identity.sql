-- One row per identity between the tables of documents: residual, tolerance and verdict.
with evaluated as (
    select * from ({{ evaluated_identities(ref('int_between_term')) }})
),

others as (
    select
        result_key,
        min(other_document_key) as other_document_key
    from {{ ref('int_between_term') }}
    group by result_key
)

select
    evaluated.*,
    others.other_document_key
from evaluated
inner join others on evaluated.result_key = others.result_key
