-- One row per percentage of the prose and pair of amounts that may make it: shares, completion of the budget, growth.
with prose as (
    select
        *,
        cast(abs(amount_yuan) * 10000 as hugeint) as units,
        cast(last_digit_yuan * 5000 as hugeint) as half_units
    from {{ ref('int_prose_figure') }}
    where scope not in ('reason', 'form')
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
        ) as change_key
    from prose
    window earlier as (
        partition by document_key, paragraph_number order by position rows between unbounded preceding and 1 preceding
    )
),

shares as (
    select
        before.*,
        concepts.concept as whole_concept,
        {{ heading_fund('before.named') }} as whole_fund
    from before
    left join concepts on before.named = concepts.named
    where before.relation = 'share' and regexp_matches(before.phrase, '^(其|约|各|分别)?占')
),

share_pairs as (
    select
        'prose_share' as rule_id,
        shares.prose_figure_key,
        parts.prose_figure_key as numerator_key,
        wholes.prose_figure_key as denominator_key,
        parts.units as numerator,
        parts.half_units as numerator_half,
        wholes.units as denominator,
        wholes.half_units as denominator_half
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
            when shares.named not in ('', '比')
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
        budgets.prose_figure_key as denominator_key,
        finals.units as numerator,
        finals.half_units as numerator_half,
        budgets.units as denominator,
        budgets.half_units as denominator_half
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
        changes.units as numerator,
        changes.half_units as numerator_half,
        currents.units
        + case when regexp_matches(changes.direction, '减|降') then changes.units else -changes.units end as denominator,
        currents.half_units + changes.half_units as denominator_half,
        currents.units as current_units,
        before.phrase = '(' as is_bare,
        currents.paragraph_number = before.paragraph_number as is_near
    from before
    inner join prose as changes on before.change_key = changes.prose_figure_key
    inner join amounts as currents
        on
            before.document_key = currents.document_key
            and currents.amount_fiscal_year = before.fiscal_year
            and case
                when changes.concept is null then before.last_amount_key = currents.prose_figure_key
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

pairs as (
    select * from share_pairs
    union all by name
    select * from completion_pairs
    union all by name
    select * exclude (is_near)
    from growth_pairs
    -- What the paragraph itself prints speaks before what others print.
    qualify is_near = bool_or(is_near) over (partition by prose_figure_key)
),

scaled as (
    select
        pairs.*,
        prose.document_key,
        prose.number as printed_rate,
        cast(abs(prose.number) * cast(power(10, prose.number_decimals) as bigint) as hugeint) as printed_units,
        pairs.numerator * 100 * cast(power(10, prose.number_decimals) as bigint) as scaled_numerator,
        pairs.numerator_half * 100 * cast(power(10, prose.number_decimals) as bigint) as scaled_half,
        prose.number_decimals
    from pairs
    inner join prose on pairs.prose_figure_key = prose.prose_figure_key
    where pairs.denominator > 0
),

-- Cut instead of rounded, or within what the printed digits of the amounts leave open. A percentage in brackets without a
-- word of growth may be another one: of the figure of this year.
conditions as (
    select
        *,
        {{ half_up('scaled_numerator', 'denominator') }} = printed_units as is_rounded,
        scaled_numerator // denominator = printed_units as is_cut,
        case
            when denominator > denominator_half
                then
                    printed_units between greatest(scaled_numerator - scaled_half, 0) // (denominator + denominator_half)
                    and {{ half_up('(scaled_numerator + scaled_half)', '(denominator - denominator_half)') }}
            else false
        end as is_within_digits,
        coalesce(is_bare, false)
        and {{ half_up('scaled_numerator', 'greatest(current_units, 1)') }} = printed_units as is_of_this_year
    from scaled
),

judged as (
    select
        *,
        cast({{ half_up('scaled_numerator', 'denominator') }} as decimal(24, 4)) * {{ last_digit('number_decimals') }} as rounded_rate,
        {{ last_digit('number_decimals') }} as last_digit,
        {{ verdict('is_rounded', 'is_cut or is_within_digits', open='is_of_this_year') }} as verdict
    from conditions
)

select
    rule_id,
    document_key,
    prose_figure_key,
    numerator_key,
    denominator_key,
    cast(printed_rate as decimal(24, 4)) as printed_rate,
    cast(rounded_rate as decimal(24, 4)) as computed_rate,
    -- Cut digits and what the amounts leave open are rounding; else the half unit that rounding itself makes.
    cast(
        case
            when verdict = 'rounding' then greatest(abs(printed_rate - rounded_rate), last_digit * 0.5::decimal(2, 1)) else
                last_digit * 0.5::decimal(2, 1)
        end as decimal(24, 4)
    ) as tolerance,
    numerator = 0 as is_zero,
    case
        when verdict = 'break' and count(distinct denominator) over (partition by prose_figure_key) > 1 then 'not_evaluable'
        else verdict
    end as verdict
from judged
qualify row_number() over (
    partition by prose_figure_key
    order by {{ verdict_order('judged.verdict') }}, denominator_key
) = 1
