-- What a narrative says of its body in another year or stage: printed, this year's figure less its growth, or this year's figure that it
-- calls unchanged.
with documents as (
    select
        document_key,
        fiscal_year as document_year,
        case stage when 'final' then 'final' else 'original_budget' end as document_amount_stage,
        '(' || {{ prose_pattern('prior_year') }} || '|' || (fiscal_year - 1) || ')' || {{ prose_pattern('prior_year_tail') }} as last_year
    from {{ ref('int_document') }}
),

figures as (
    select
        prose.*,
        documents.* exclude (document_key),
        prose.relation = 'amount' and prose.amount_fiscal_year = documents.document_year
        and prose.amount_stage = documents.document_amount_stage as is_own,
        -- The figure that is the same, in words right behind this one: `上年预算` of `,与上年预算持平`.
        case
            when is_own
                then regexp_extract(
                    prose.tail,
                    {{ prose_pattern('unchanged_begins') }} || '(' || documents.last_year
                    || case documents.document_amount_stage
                        when 'final' then {{ prose_pattern('unchanged_final') }}
                        else {{ prose_pattern('unchanged_budget') }}
                    end || ')' || {{ prose_pattern('unchanged') }},
                    1
                )
        end as unchanged_from,
        case
            when prose.relation = 'change' then regexp_matches(prose.lead, documents.last_year || {{ prose_pattern('prior_executed') }})
            else false
        end as is_of_executed
    from {{ ref('int_prose_figure') }} as prose
    inner join documents on prose.document_key = documents.document_key
),

placed as (
    select
        *,
        -- Behind a list the words may be of the whole: the figure before it in its sentence ends what another amount says.
        unchanged_from <> '' and coalesce(lag(relation in ('change', 'rate') or unchanged_from <> '') over in_sentence, true)
        and count(*) filter (where is_own) over (
            partition by document_key, sentence_number, concept, subject_code, classification, fund
        ) = 1
        -- A budget is compared with a budget, unless its paper compares with what was spent and leaves open which is meant here.
        and (
            document_amount_stage = 'final'
            or regexp_matches(unchanged_from, {{ prose_pattern('prior_budget') }})
            or not bool_or(is_of_executed) over (partition by document_key)
        ) as is_unchanged
    from figures
    window in_sentence as (partition by document_key, sentence_number order by position)
),

prose as (
    select * from placed
    where scope = 'statement' and relation in ('amount', 'change') and concept is not null and amount_yuan is not null
),

-- A growth is of the figure that the same paragraph printed last of the same money.
grown as (
    select
        *,
        last_value(
            case when is_own then { 'prose_key': prose_figure_key, 'yuan': amount_yuan, 'digit': last_digit_yuan } end ignore nulls
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
    where relation = 'amount' and not is_own
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
            lead, last_year || case document_amount_stage when 'final' then '' else '(' || {{ prose_pattern('prior_budget') }} || ')' end
        )
    union all
    select
        prose_figure_key,
        prose_figure_key as grown_to_key,
        0 as growth_sign,
        document_key,
        document_year - 1 as stated_year,
        document_amount_stage as stated_stage,
        concept,
        subject_code,
        fund,
        heading,
        lead,
        page_number,
        amount_yuan as stated_yuan,
        cast(last_digit_yuan * 0.5::decimal(2, 1) as decimal(24, 4)) as half_unit_yuan
    from prose
    where is_own and is_unchanged
)

-- What one document says of one thing in two ways leaves open which is meant.
select *
from stated
window one_thing as (partition by document_key, stated_year, stated_stage, concept, subject_code, fund)
qualify min(stated_yuan) over one_thing = max(stated_yuan) over one_thing
