-- Every term of the identities between documents, with what is printed there.
with sides as (
    select * from {{ ref('int_between_term_side') }}
),

figures as (
    select * from {{ ref('int_comparable_amount') }}
)

select
    md5(concat_ws('|', sides.rule_id, sides.document_key, sides.other_document_key, sides.scope_key))[1:16] as result_key,
    sides.rule_id,
    sides.document_key,
    sides.other_document_key,
    figures.table_key,
    figures.page_number,
    sides.scope,
    sides.side,
    sides.sign,
    sides.amount_key,
    figures.amount_yuan,
    figures.half_unit_yuan,
    figures.reading,
    false as is_ambiguous,
    false as blank_says_zero
from sides
inner join figures on sides.amount_key = figures.amount_key
