-- One row per figure of the prose with the money that its own words name: a concept, a subject, `unknown` money that no table
-- prints, or none.
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
    from {{ ref('functional_class') }} where named_alone
),

economic_names as (
    select
        code,
        name
    from {{ ref('economic_class') }} where named_alone
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
            = {{ strip_outline_number("regexp_extract(statements.lead, '([^,;:。]*)[:,。][^,;:。]*$', 1)") }}
)

select
    statement_key as prose_figure_key,
    document_key,
    paragraph_number,
    position,
    depth,
    scope,
    relation,
    sentence,
    figure_text,
    said_fund,
    is_loose,
    own_concept as named_concept,
    case
        when scope in ('reason', 'form') or relation not in ('amount', 'change') then null
        when own_code is not null then 'subject'
        -- A subject that no table of the document prints stays unknown, and so does what follows it.
        when subject_words is not null or said_code is not null or is_loose then 'unknown'
        when follows_own then null
        when own_concept is not null then own_concept
        when relation = 'amount' and not is_generic then 'unknown'
    end as own_money,
    case when own_money = 'subject' then own_code end as own_code,
    case when own_money = 'subject' then own_classification end as own_classification
from own
