-- One row per figure of the prose with its meaning: relation, concept, subject, fund, year, stage and amount in yuan.
with statements as (
    select * from {{ ref('int_statement') }}
),

concepts as (
    select * from {{ ref('int_statement_concept') }}
),

subjects as (
    select * from {{ ref('int_prose_subject') }}
),

subject_codes as (
    select distinct
        document_key,
        code,
        classification
    from {{ ref('int_amount') }} where row_entity = 'subject' and code is not null
),

class_names as (
    select
        code,
        unnest(string_split(concat_ws('|', name, aliases), '|')) as name
    from {{ ref('functional_class') }} where code not in ('227', '229', '230')
),

economic_names as (
    select
        code,
        name
    from {{ ref('economic_class') }} where name <> '其他支出' and classification = 'economic'
),

own as (
    select
        statements.*,
        coalesce(
            subjects.code,
            subject_codes.code,
            case when statements.relation in ('amount', 'change') then coalesce(class_names.code, economic_names.code) end
        ) as own_code,
        case
            when subjects.code is not null then 'functional'
            when subject_codes.code is not null then subject_codes.classification
            when class_names.code is not null then 'functional'
            when economic_names.code is not null then 'economic'
        end as own_classification,
        case
            when statements.subject_words is not null or statements.said_code is not null then null
            when statements.is_generic then coalesce(before_concepts.concept, named_concepts.concept)
            else named_concepts.concept
        end as own_concept,
        -- `，支出决算为…` after `年初预算为…` is of the same money.
        statements.is_generic and statements.said_fund is null
        and coalesce(
            last_value(case when statements.relation = 'amount' then coalesce(statements.said_stage, 'none') end ignore nulls) over (
                partition by statements.document_key, statements.paragraph_number
                order by statements.position
                rows between unbounded preceding and 1 preceding
            ) <> coalesce(statements.said_stage, 'none'),
            false
        ) as follows_own,
        -- `…。比上年减少…` after a list is of the whole or of its last part: the words do not say.
        statements.relation = 'change' and statements.named = '' and statements.lead like '%。%'
        and count(*) filter (where statements.relation = 'amount') over (
            partition by statements.document_key, statements.paragraph_number
            order by statements.position
            rows between unbounded preceding and 1 preceding
        ) > 1 as is_loose
    from statements
    left join subjects
        on statements.document_key = subjects.document_key and statements.subject_words = subjects.subject_words
    left join subject_codes on statements.document_key = subject_codes.document_key and statements.said_code = subject_codes.code
    left join class_names on statements.plain_name = class_names.name
    left join economic_names on statements.plain_name = economic_names.name
    left join concepts as named_concepts on statements.named = named_concepts.named
    left join concepts as before_concepts
        on
            before_concepts.named
            = regexp_replace(
                regexp_extract(statements.lead, '([^,;:。]*)[:,。][^,;:。]*$', 1),
                '^(\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.])', ''
            )
),

anchored as (
    select
        *,
        case
            when scope in ('reason', 'form') or relation not in ('amount', 'change') then null
            when own_code is not null then { 'concept': 'subject', 'code': own_code, 'classification': own_classification }
            -- A subject that no table of the document prints stays unknown, and so does what follows it.
            when subject_words is not null or said_code is not null then { 'concept': 'unknown', 'code': null, 'classification': null }
            when is_loose then { 'concept': 'unknown', 'code': null, 'classification': null }
            when follows_own then null
            when own_concept is not null then { 'concept': own_concept, 'code': null, 'classification': null }
            when relation = 'amount' and not is_generic then { 'concept': 'unknown', 'code': null, 'classification': null }
        end as anchor
    from own
),

-- Money named by a part of speech of its own is the document's only where its paragraph does not speak of something narrower.
placed as (
    select
        * exclude (anchor),
        case
            when anchor.concept = 'appropriation' and said_fund is null then { 'concept': 'unknown', 'code': null, 'classification': null }
            when
                anchor.concept = 'appropriation'
                and (
                    sentence_before like '%项目%'
                    or first_anchor.concept not in ('appropriation', 'revenue', 'revenue_total', 'revenue_and_expenditure')
                )
                then { 'concept': 'unknown', 'code': null, 'classification': null }
            when
                anchor.concept in ('personnel', 'operating', 'basic', 'project')
                and first_anchor.concept not in (
                    'personnel', 'operating', 'basic', 'project', 'expenditure', 'expenditure_total', 'revenue', 'revenue_total',
                    'revenue_and_expenditure', 'appropriation', 'unit_reserve', 'business'
                )
                then { 'concept': 'unknown', 'code': null, 'classification': null }
            when
                anchor.concept in (
                    'conference', 'training', 'hospitality', 'overseas_travel', 'vehicles', 'vehicle_running', 'vehicle_purchase'
                )
                and first_anchor.concept not in (
                    'conference',
                    'training',
                    'hospitality',
                    'overseas_travel',
                    'vehicles',
                    'vehicle_running',
                    'vehicle_purchase',
                    'three_public'
                )
                then { 'concept': 'unknown', 'code': null, 'classification': null }
            else anchor
        end as anchor
    from (
        select
            *,
            regexp_extract(sentence, '^(.*?)' || regexp_escape(figure_text), 1) as sentence_before,
            first_value(anchor ignore nulls) over (
                partition by document_key, paragraph_number order by position
                rows between unbounded preceding and unbounded following
            ) as first_anchor
        from anchored
    ) as seen
),

carried as (
    select
        *,
        -- After a bracket the words go on where they were before it.
        case
            when depth = 0 then last_value(case when depth = 0 then anchor end ignore nulls) over in_paragraph
            else last_value(anchor ignore nulls) over in_paragraph
        end as meant,
        last_value(said_fund ignore nulls) over in_paragraph as paragraph_fund,
        last_value(case when relation = 'amount' then said_stage end ignore nulls) over in_sentence as sentence_stage
    from placed
    window
        in_paragraph as (partition by document_key, paragraph_number order by position rows between unbounded preceding and current row),
        in_sentence as (
            partition by document_key, paragraph_number, sentence_number order by position rows between unbounded preceding and current row
        )
)

select
    carried.statement_key as prose_figure_key,
    carried.document_key,
    carried.page_number,
    carried.paragraph_number,
    carried.sentence_number,
    carried.figure_number,
    carried.position,
    carried.heading,
    carried.sentence,
    carried.lead,
    carried.phrase,
    carried.named,
    carried.opens_list,
    carried.depth,
    carried.is_loose,
    carried.scope,
    carried.direction,
    carried.relation,
    carried.figure_text,
    carried.number,
    carried.number_decimals,
    carried.unit,
    carried.x0,
    carried.top,
    carried.x1,
    carried.bottom,
    carried.document_stage,
    carried.fiscal_year,
    carried.anchor is not null as is_named,
    carried.own_concept as named_concept,
    case when carried.scope not in ('reason', 'form') then nullif(carried.meant.concept, 'unknown') end as concept,
    case when carried.scope not in ('reason', 'form') then carried.meant.code end as subject_code,
    case when carried.scope not in ('reason', 'form') then carried.meant.classification end as classification,
    coalesce(
        carried.said_fund,
        carried.paragraph_fund,
        {{ heading_fund("list_last(string_split(carried.heading, '/'))") }},
        {{ heading_fund("string_split(carried.heading, '/')[-2]") }},
        '-'
    ) as fund,
    carried.said_fund is not null as fund_is_said,
    carried.said_year as amount_fiscal_year,
    coalesce(
        carried.said_stage,
        case when carried.document_stage = 'budget' then 'original_budget' end,
        'final'
    ) as amount_stage,
    case
        when not carried.is_percent
            then cast(carried.number * {{ unit_in_yuan('carried.unit') }} as decimal(24, 4))
    end as amount_yuan,
    -- One unit of the last printed digit: yuan of an amount, hundredths of a percentage otherwise left to the rate's own scale.
    case
        when not carried.is_percent
            then cast({{ unit_in_yuan('carried.unit') }} * {{ last_digit('carried.number_decimals') }} as decimal(24, 8))
    end as last_digit_yuan
from carried
