-- One row per evaluated identity between a narrative and another document.
with summed as (
    select
        rule_id,
        scope_key,
        document_key,
        other_document_key,
        min(scope) as scope,
        cast(min(page_number) as integer) as page_number,
        cast(count(*) as integer) as term_count,
        {{ all_zero('amount_yuan') }} as trivial,
        cast(sum(sign * amount_yuan) filter (where side = 'left') as decimal(24, 4)) as left_yuan,
        cast(sum(sign * amount_yuan) filter (where side = 'right') as decimal(24, 4)) as right_yuan,
        {{ rounding_of_terms('half_unit_yuan', 'amount_yuan') }} as tolerance_yuan
    from {{ ref('int_prose_between_term') }}
    group by rule_id, scope_key, document_key, other_document_key
),

-- Items that a narrative leaves out make its sum less than the budget, which says nothing against either.
judged as (
    select
        *,
        cast(left_yuan - right_yuan as decimal(24, 4)) as residual_yuan,
        rule_id = 'prose_original_budget_sum' and left_yuan - right_yuan > tolerance_yuan as is_open
    from summed
)

select
    md5(concat_ws('|', rule_id, scope_key))[1:16] as result_key,
    rule_id,
    scope_key,
    document_key,
    other_document_key,
    scope,
    page_number,
    term_count,
    trivial,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    {{ verdict_of('residual_yuan', 'tolerance_yuan', open='is_open') }} as verdict,
    case when is_open then 'the narrative need not list every part' end as not_evaluable_reason
from judged
