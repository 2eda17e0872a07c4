-- One row per evaluated identity of the narrative. Of rates left and right are percentages, of all others yuan.
with prose as (
    select * from {{ ref('int_prose_figure') }}
),

amounts as (
    select
        amount_key,
        page_number,
        row_label,
        column_path,
        amount_yuan,
        half_unit_yuan
    from {{ ref('int_judged_amount') }}
),

matches as (
    select
        'prose_amount' as rule_id,
        matches.prose_figure_key as scope_key,
        matches.document_key,
        2 as term_count,
        matches.prose_yuan = 0 and matches.table_yuan = 0 as trivial,
        matches.prose_yuan as left_value,
        matches.table_yuan as right_value,
        matches.residual_yuan as residual,
        cast(matches.tolerance_yuan as decimal(24, 4)) as tolerance,
        matches.verdict,
        case when matches.verdict = 'not_evaluable' then 'several figures fit one term' end as not_evaluable_reason
    from {{ ref('int_prose_match') }} as matches
),

rates as (
    select
        rule_id,
        prose_figure_key as scope_key,
        document_key,
        3 as term_count,
        is_zero as trivial,
        printed_rate as left_value,
        computed_rate as right_value,
        cast(printed_rate - computed_rate as decimal(24, 4)) as residual,
        tolerance,
        verdict,
        case when verdict = 'not_evaluable' then 'several figures fit one term' end as not_evaluable_reason
    from {{ ref('int_prose_rate') }}
),

forms as (
    select
        'prose_form' as rule_id,
        prose_figure_key as scope_key,
        document_key,
        2 as term_count,
        told_yuan = 0 and form_yuan = 0 as trivial,
        told_yuan as left_value,
        form_yuan as right_value,
        residual_yuan as residual,
        tolerance_yuan as tolerance,
        verdict,
        case when verdict = 'not_evaluable' then 'several figures fit one term' end as not_evaluable_reason
    from {{ ref('int_prose_form') }}
),

changes as (
    select
        'prose_change' as rule_id,
        prose_figure_key as scope_key,
        document_key,
        3 as term_count,
        is_all_zero as trivial,
        change_yuan as left_value,
        computed_yuan as right_value,
        residual_yuan as residual,
        tolerance_yuan as tolerance,
        verdict,
        case when verdict = 'not_evaluable' then 'several figures fit one term' end as not_evaluable_reason
    from {{ ref('int_prose_change') }}
),

terms as (
    select
        sums.rule_id,
        sums.scope_key,
        sums.side,
        sums.may_be_incomplete,
        coalesce(prose.document_key, tables.document_key) as document_key,
        coalesce(prose.amount_yuan, amounts.amount_yuan) as amount_yuan,
        -- The narrative is one place, as a table is.
        case when sums.amount_key is null then 'narrative' else 'table' end as place,
        coalesce({{ half_unit('prose.unit', 'prose.number_decimals') }}, amounts.half_unit_yuan) as half_unit_yuan
    from {{ ref('int_prose_sum') }} as sums
    left join prose on sums.prose_figure_key = prose.prose_figure_key
    left join amounts on sums.amount_key = amounts.amount_key
    left join {{ ref('int_judged_amount') }} as tables on sums.amount_key = tables.amount_key
),

added as (
    select
        rule_id,
        scope_key,
        min(document_key) as document_key,
        bool_or(may_be_incomplete) as may_be_incomplete,
        cast(count(*) as integer) as term_count,
        {{ all_zero('amount_yuan') }} as is_all_zero,
        count(distinct place) as place_count,
        count(amount_yuan) filter (where side = 'left') as left_count,
        count(amount_yuan) filter (where side = 'right') as right_count,
        cast(coalesce(sum(amount_yuan) filter (where side = 'left'), 0) as decimal(24, 4)) as left_value,
        cast(coalesce(sum(amount_yuan) filter (where side = 'right'), 0) as decimal(24, 4)) as right_value,
        {{ rounding_of_terms('half_unit_yuan', 'amount_yuan') }} as tolerance
    from terms
    group by rule_id, scope_key
),

-- A list that leaves something out adds up to less: no break, unless the same list is whole in another year. Where words alone tell
-- what belongs to a list it may also go on with other money.
sums as (
    select
        *,
        cast(left_value - right_value as decimal(24, 4)) as residual,
        may_be_incomplete
        and (right_value < left_value or rule_id = 'prose_list')
        and not bool_or(rule_id = 'performance_project_sum' and abs(left_value - right_value) <= tolerance and term_count > 2) over (
            partition by rule_id, document_key, term_count
        ) as is_open
    from added
),

judged as (
    select
        rule_id,
        scope_key,
        document_key,
        term_count,
        {{ is_trivial('is_all_zero', 'left_count', 'right_count', 'place_count', 'residual') }} as trivial,
        left_value,
        right_value,
        residual,
        tolerance,
        {{ verdict_of('residual', 'tolerance', unread='(left_count = 0 or right_count = 0)', open='is_open') }} as verdict,
        case
            when left_count = 0 then 'total not printed'
            when right_count = 0 then 'parts not printed'
            when is_open and abs(residual) > tolerance then 'the narrative need not list every part'
        end as not_evaluable_reason
    from sums
),

results as (
    select * from matches
    union all
    select * from rates
    union all
    select * from forms
    union all
    select * from changes
    union all
    select * from judged
)

select
    md5(concat_ws('|', results.rule_id, results.document_key, results.scope_key))[1:16] as result_key,
    results.rule_id,
    results.scope_key,
    results.document_key,
    case
        when prose.prose_figure_key is not null
            then concat_ws(' · ', nullif(list_last(string_split(prose.heading, '/')), ''), concat(right(prose.lead, 40), prose.figure_text))
        else concat_ws(' · ', amounts.row_label, amounts.column_path)
    end as scope,
    coalesce(prose.page_number, amounts.page_number) as page_number,
    results.term_count,
    results.trivial,
    cast(results.left_value as decimal(24, 4)) as left_yuan,
    cast(results.right_value as decimal(24, 4)) as right_yuan,
    results.residual as residual_yuan,
    results.tolerance as tolerance_yuan,
    results.verdict,
    results.not_evaluable_reason
from results
left join prose on results.scope_key = prose.prose_figure_key
left join amounts on results.scope_key = amounts.amount_key
