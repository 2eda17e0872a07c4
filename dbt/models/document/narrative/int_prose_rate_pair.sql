-- One row per percentage of the prose and pair of amounts that may make it: a share of a whole, completion of the budget,
-- growth over the year before (this year less its change).
with prose as (
    select * from {{ ref('int_prose_figure') }} where scope not in ('reason', 'form')
),

concepts as (
    select * from {{ ref('int_statement_concept') }}
),

amounts as (
    select
        *,
        case
            when concept in ('expenditure', 'expenditure_total', 'revenue_and_expenditure') then 'expenditure'
            when concept in ('revenue', 'revenue_total') then 'revenue'
            else concept
        end as family
    from prose where relation = 'amount'
),

before as (
    select
        *,
        case
            when depth = 0
                then last_value(case when relation = 'amount' and depth = 0 then prose_figure_key end ignore nulls) over earlier
            else last_value(case when relation = 'amount' then prose_figure_key end ignore nulls) over earlier
        end as last_amount_key,
        last_value(case when relation = 'amount' and amount_stage = 'final' then prose_figure_key end ignore nulls)
            over earlier
            as last_final_key,
        last_value(case when relation = 'amount' and amount_stage <> 'final' then prose_figure_key end ignore nulls)
            over earlier
            as last_budget_key,
        lag(case when relation = 'change' then prose_figure_key end) over (
            partition by document_key, paragraph_number order by position
        ) as change_key,
        last_value(case when relation = 'amount' and opens_list then prose_figure_key end ignore nulls) over (
            partition by document_key, heading order by position rows between unbounded preceding and 1 preceding
        ) as list_head_key
    from prose
    window earlier as (
        partition by document_key, paragraph_number order by position rows between unbounded preceding and 1 preceding
    )
),

shares as (
    select
        before.*,
        concepts.concept as whole_concept,
        {{ prose_value('fund', 'before.named') }} as whole_fund
    from before
    left join concepts on before.named = concepts.named
    where before.relation = 'share' and regexp_matches(before.phrase, {{ prose_pattern('share_begins') }})
),

share_pairs as (
    select
        'prose_share' as rule_id,
        shares.prose_figure_key,
        parts.prose_figure_key as numerator_key,
        wholes.prose_figure_key as denominator_key,
        shares.named in ('', {{ prose_pattern('share_of_nothing') }}) and wholes.prose_figure_key = shares.list_head_key as heads_list
    from shares
    inner join amounts as parts on shares.last_amount_key = parts.prose_figure_key
    inner join amounts as wholes
        on
            shares.document_key = wholes.document_key
            and wholes.prose_figure_key <> parts.prose_figure_key
            and wholes.amount_stage = parts.amount_stage
            and wholes.amount_fiscal_year = parts.amount_fiscal_year
    where
        case
            when shares.named not in ('', {{ prose_pattern('share_of_nothing') }})
                then
                    wholes.named = shares.named
                    or (
                        shares.whole_concept is not null
                        and wholes.family = case
                            when shares.whole_concept in ('expenditure', 'expenditure_total', 'revenue_and_expenditure') then 'expenditure'
                            when shares.whole_concept in ('revenue', 'revenue_total') then 'revenue'
                            else shares.whole_concept
                        end
                        and (shares.whole_fund is null or wholes.fund = shares.whole_fund)
                    )
            else
                (wholes.position < shares.position and wholes.heading = shares.heading and wholes.opens_list)
                or (
                    wholes.family = 'revenue'
                    and (parts.family = 'revenue' or parts.concept in (
                        'business_income', 'operating_income', 'superior_subsidy', 'subordinate_remittance', 'other_income',
                        'carry_over', 'appropriation'
                    ))
                )
                or (wholes.family = 'expenditure' and coalesce(parts.family, 'unknown') <> 'revenue')
        end
),

completion_pairs as (
    select
        'prose_completion' as rule_id,
        before.prose_figure_key,
        finals.prose_figure_key as numerator_key,
        budgets.prose_figure_key as denominator_key
    from before
    inner join amounts as finals on before.last_final_key = finals.prose_figure_key
    inner join amounts as budgets on before.last_budget_key = budgets.prose_figure_key
    where
        before.relation = 'completion'
        and finals.position - budgets.position = 1
        and finals.concept is not distinct from budgets.concept
        and finals.subject_code is not distinct from budgets.subject_code
        and before.position - finals.position between 1 and 3
),

growth_pairs as (
    select
        'prose_growth_rate' as rule_id,
        before.prose_figure_key,
        changes.prose_figure_key as numerator_key,
        currents.prose_figure_key as denominator_key,
        case when {{ is_decrease('changes.direction') }} then 1 else -1 end as change_sign,
        coalesce(before.phrase = '(', false) as is_bare,
        currents.paragraph_number = before.paragraph_number as is_near
    from before
    inner join prose as changes on before.change_key = changes.prose_figure_key
    inner join amounts as currents
        on
            before.document_key = currents.document_key
            and currents.amount_fiscal_year = before.fiscal_year
            and case
                -- Behind a list it may be of the last item, or of what the list is of.
                when changes.concept is null
                    then
                        before.last_amount_key = currents.prose_figure_key
                        or (
                            currents.opens_list and currents.paragraph_number = before.paragraph_number
                            and currents.position < before.position
                        )
                else
                    changes.concept = currents.concept
                    and changes.subject_code is not distinct from currents.subject_code
                    and (
                        (currents.paragraph_number = before.paragraph_number and currents.position < before.position)
                        or (currents.paragraph_number <> before.paragraph_number and changes.is_named and changes.fund = currents.fund)
                    )
            end
    where before.relation = 'rate' and not changes.is_loose
),

-- What the paragraph itself prints speaks before what others print.
nearest_growth_pairs as (
    select *
    from growth_pairs
    qualify is_near = bool_or(is_near) over (partition by prose_figure_key)
)

select
    rule_id,
    prose_figure_key,
    numerator_key,
    denominator_key,
    cast(null as integer) as change_sign,
    false as is_bare,
    coalesce(heads_list, false) as heads_list
from share_pairs
union all
select
    rule_id,
    prose_figure_key,
    numerator_key,
    denominator_key,
    cast(null as integer) as change_sign,
    false as is_bare,
    false as heads_list
from completion_pairs
union all
select
    rule_id,
    prose_figure_key,
    numerator_key,
    denominator_key,
    change_sign,
    is_bare,
    false as heads_list
from nearest_growth_pairs
