-- One row per figure of the prose with the money that it is of: what its own words name, where its paragraph speaks of nothing
-- narrower, else what the words before it named.
with own as (
    select
        *,
        regexp_extract(sentence, '^(.*?)' || regexp_escape(figure_text), 1) as sentence_before,
        first_value(own_money ignore nulls) over (
            partition by document_key, paragraph_number order by position
            rows between unbounded preceding and unbounded following
        ) as first_money
    from {{ ref('int_prose_own_money') }}
),

-- Money named by a part of speech of its own is the document's only where its paragraph does not speak of something narrower.
placed as (
    select
        *,
        case
            when own_money is null then null
            when own_money = 'appropriation' and said_fund is null then 'unknown'
            when
                own_money = 'appropriation'
                and (
                    regexp_matches(sentence_before, {{ prose_pattern('narrower') }})
                    or first_money not in ('appropriation', 'revenue', 'revenue_total', 'revenue_and_expenditure')
                )
                then 'unknown'
            when
                own_money in ('personnel', 'operating', 'basic', 'project')
                and first_money not in (
                    'personnel', 'operating', 'basic', 'project', 'expenditure', 'expenditure_total', 'revenue', 'revenue_total',
                    'revenue_and_expenditure', 'appropriation', 'unit_reserve', 'business'
                )
                then 'unknown'
            when
                own_money in (
                    'conference', 'training', 'hospitality', 'overseas_travel', 'vehicles', 'vehicle_running', 'vehicle_purchase'
                )
                and first_money not in (
                    'conference',
                    'training',
                    'hospitality',
                    'overseas_travel',
                    'vehicles',
                    'vehicle_running',
                    'vehicle_purchase',
                    'three_public'
                )
                then 'unknown'
            else own_money
        end as placed_money
    from own
),

anchored as (
    select
        *,
        case
            when placed_money is not null
                then { 'concept': placed_money, 'code': own_code, 'classification': own_classification }
        end as anchor
    from placed
),

carried as (
    select
        *,
        -- After a bracket the words go on where they were before it.
        case
            when depth = 0 then last_value(case when depth = 0 then anchor end ignore nulls) over in_paragraph
            else last_value(anchor ignore nulls) over in_paragraph
        end as meant,
        last_value(said_fund ignore nulls) over in_paragraph as paragraph_fund
    from anchored
    window
        in_paragraph as (partition by document_key, paragraph_number order by position rows between unbounded preceding and current row)
)

select
    prose_figure_key,
    document_key,
    anchor is not null as is_named,
    is_loose,
    named_concept,
    case when scope not in ('reason', 'form') then nullif(meant.concept, 'unknown') end as concept,
    case when scope not in ('reason', 'form') then meant.code end as subject_code,
    case when scope not in ('reason', 'form') then meant.classification end as classification,
    paragraph_fund
from carried
