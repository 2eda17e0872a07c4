-- What a narrative says of its body in another year or stage: printed, or this year's figure less its growth.
with prose as (
    select
        figures.*,
        documents.fiscal_year as document_year,
        case documents.stage when 'final' then 'final' else 'original_budget' end as document_amount_stage
    from {{ ref('int_prose_figure') }} as figures
    inner join {{ ref('int_document') }} as documents on figures.document_key = documents.document_key
    where
        figures.scope = 'statement' and figures.relation in ('amount', 'change')
        and figures.concept is not null and figures.amount_yuan is not null
),

-- A growth is of the figure that the same paragraph printed last of the same money.
grown as (
    select
        *,
        last_value(
            case
                when relation = 'amount' and amount_fiscal_year = document_year and amount_stage = document_amount_stage
                    then { 'prose_key': prose_figure_key, 'yuan': amount_yuan, 'digit': last_digit_yuan }
            end ignore nulls
        ) over (
            partition by document_key, paragraph_number, concept, subject_code, classification, fund
            order by position
            rows between unbounded preceding and 1 preceding
        ) as grown_to
    from prose
),

stated as (
    select
        prose_figure_key,
        cast(null as varchar) as grown_to_key,
        0 as growth_sign,
        document_key,
        amount_fiscal_year as stated_year,
        amount_stage as stated_stage,
        concept,
        subject_code,
        fund,
        heading,
        lead,
        page_number,
        amount_yuan as stated_yuan,
        cast(last_digit_yuan * 0.5::decimal(2, 1) as decimal(24, 4)) as half_unit_yuan
    from prose
    where relation = 'amount' and (amount_fiscal_year <> document_year or amount_stage <> document_amount_stage)
    union all
    -- `比上年预算增加` or `与上年相比增加` of a budget is of last year's budget; before final accounts stand final ones.
    select
        prose_figure_key,
        grown_to.prose_key as grown_to_key,
        case when {{ is_decrease('direction') }} then 1 else -1 end as growth_sign,
        document_key,
        document_year - 1 as stated_year,
        document_amount_stage as stated_stage,
        concept,
        subject_code,
        fund,
        heading,
        lead,
        page_number,
        grown_to.yuan + case when {{ is_decrease('direction') }} then amount_yuan else -amount_yuan end as stated_yuan,
        cast((last_digit_yuan + grown_to.digit) * 0.5::decimal(2, 1) as decimal(24, 4)) as half_unit_yuan
    from grown
    where
        relation = 'change' and grown_to is not null
        and regexp_matches(
            lead,
            '(' || {{ prose_pattern('prior_year') }} || '|' || (document_year - 1) || ')' || {{ prose_pattern('prior_year_tail') }}
            || case document_amount_stage when 'final' then '' else '(' || {{ prose_pattern('prior_budget') }} || ')' end
        )
)

-- What one document says of one thing in two ways leaves open which is meant.
select *
from stated
window one_thing as (partition by document_key, stated_year, stated_stage, concept, subject_code, fund)
qualify min(stated_yuan) over one_thing = max(stated_yuan) over one_thing
