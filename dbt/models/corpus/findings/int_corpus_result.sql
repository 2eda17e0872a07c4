-- Every evaluated identity that needs more than one document.
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
from {{ ref('int_between_result') }}
union all
select
    result_key,
    document_key,
    other_document_key,
    rule_id,
    scope,
    cast(null as integer) as page_number,
    term_count,
    false as trivial,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    verdict,
    cast(null as varchar) as not_evaluable_reason
from {{ ref('int_department_check') }}
