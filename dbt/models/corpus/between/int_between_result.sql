-- Every evaluated identity between documents: of their tables, of a narrative and another document.
select
    result_key,
    document_key,
    other_document_key,
    rule_id,
    scope,
    page_number,
    term_count,
    trivial,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    verdict,
    not_evaluable_reason
from {{ ref('int_between_identity') }}
union all
select
    result_key,
    document_key,
    other_document_key,
    rule_id,
    scope,
    page_number,
    term_count,
    trivial,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    verdict,
    not_evaluable_reason
from {{ ref('int_prose_between_result') }}
