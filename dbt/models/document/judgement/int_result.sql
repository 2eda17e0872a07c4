-- Every evaluated identity of a document, of every family, one row each.
select
    identities.result_key,
    identities.document_key,
    identities.rule_id,
    identities.scope,
    identities.page_number,
    identities.term_count,
    identities.trivial,
    identities.left_yuan,
    identities.right_yuan,
    identities.residual_yuan,
    identities.tolerance_yuan,
    case when coalesce(doubts.result_key, carried.result_key) is null then identities.verdict else 'not_evaluable' end as verdict,
    case
        when doubts.result_key is not null then 'the layout is not understood'
        when carried.result_key is not null then 'one of the tables leaves out what is carried over'
        else identities.not_evaluable_reason
    end as not_evaluable_reason
from {{ ref('int_identity') }} as identities
left join {{ ref('int_layout_doubt') }} as doubts on identities.result_key = doubts.result_key
left join {{ ref('int_carry_over_apart') }} as carried on identities.result_key = carried.result_key
union all
select
    result_key,
    document_key,
    rule_id,
    scope,
    page_number,
    cast(3 as bigint) as term_count,
    coalesce(is_all_zero, false) as trivial,
    left_yuan,
    right_yuan,
    residual_yuan,
    tolerance_yuan,
    verdict,
    not_evaluable_reason
from {{ ref('int_rate_check') }}
union all
-- What a table states of lines or columns that it does not print.
select
    md5(concat_ws('|', 'declared', table_key, declared_number))[1:16] as result_key,
    document_key,
    case axis when 'row' then 'declared_rows' else 'declared_columns' end as rule_id,
    declared_text as scope,
    page_number,
    cast(0 as bigint) as term_count,
    false as trivial,
    cast(0 as decimal(24, 4)) as left_yuan,
    cast(0 as decimal(24, 4)) as right_yuan,
    cast(0 as decimal(24, 4)) as residual_yuan,
    cast(0 as decimal(24, 4)) as tolerance_yuan,
    'not_evaluable' as verdict,
    not_evaluable_reason
from {{ ref('int_declared_place') }}
where not_evaluable_reason is not null
qualify row_number() over (partition by table_key, declared_number order by term_number) = 1
union all
select
    result_key,
    document_key,
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
from {{ ref('int_prose_result') }}
