-- A rule that never holds, or cannot but hold, over a corpus is wrong for what it is asked of.
{{ config(severity='warn') }}
select
    rule_id,
    result_count,
    document_count,
    evaluated_count,
    break_count,
    warning
from {{ ref('int_rule_record') }}
where warning is not null
