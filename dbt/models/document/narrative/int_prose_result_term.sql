-- Which figures of the prose and which table amounts each identity of the narrative used, on which side and with which sign.
with results as (
    select
        result_key,
        rule_id,
        scope_key
    from {{ ref('int_prose_result') }}
),

terms as (
    select
        'prose_amount' as rule_id,
        prose_figure_key as scope_key,
        'left' as side,
        1 as sign,
        prose_figure_key,
        cast(null as varchar) as amount_key
    from {{ ref('int_prose_match') }}
    union all
    select
        'prose_amount' as rule_id,
        prose_figure_key as scope_key,
        'right' as side,
        1 as sign,
        cast(null as varchar) as prose_figure_key,
        amount_key
    from {{ ref('int_prose_match') }}
    union all
    select
        rule_id,
        prose_figure_key as scope_key,
        'left' as side,
        1 as sign,
        prose_figure_key,
        cast(null as varchar) as amount_key
    from {{ ref('int_prose_rate') }}
    union all
    select
        rule_id,
        prose_figure_key as scope_key,
        'right' as side,
        1 as sign,
        unnest([numerator_key, denominator_key]) as prose_figure_key,
        cast(null as varchar) as amount_key
    from {{ ref('int_prose_rate') }}
    union all
    select
        'prose_form' as rule_id,
        prose_figure_key as scope_key,
        unnest(['left', 'right']) as side,
        1 as sign,
        unnest([prose_figure_key, form_key]) as prose_figure_key,
        cast(null as varchar) as amount_key
    from {{ ref('int_prose_form') }}
    union all
    select
        'prose_change' as rule_id,
        prose_figure_key as scope_key,
        'left' as side,
        -- A decrease is printed without its sign.
        case when change_yuan < 0 then -1 else 1 end as sign,
        prose_figure_key,
        cast(null as varchar) as amount_key
    from {{ ref('int_prose_change') }}
    union all
    select
        'prose_change' as rule_id,
        prose_figure_key as scope_key,
        'right' as side,
        unnest([1, -1]) as sign,
        cast(null as varchar) as prose_figure_key,
        unnest([current_key, prior_key]) as amount_key
    from {{ ref('int_prose_change') }}
    union all
    select
        rule_id,
        scope_key,
        side,
        1 as sign,
        prose_figure_key,
        amount_key
    from {{ ref('int_prose_sum') }}
)

select
    results.result_key,
    results.rule_id,
    terms.side,
    terms.sign,
    terms.prose_figure_key,
    terms.amount_key
from terms
inner join results on terms.rule_id = results.rule_id and terms.scope_key = results.scope_key
