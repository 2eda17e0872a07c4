-- One row per figure of the prose with what its own words say: relation, stage, year, fund, concept and subject.
with statements as (
    select * from {{ ref('stg_statement') }}
),

documents as (
    select
        document_key,
        fiscal_year,
        stage,
        {{ normalise_name('publisher_name') }} as own_name
    from {{ ref('int_document') }} where status = 'loaded'
),

words as (
    select
        {{ prose_words("'fund', 'stage', 'filler'") }} as neutral,
        {{ prose_words("'filler_revenue'") }} as revenue,
        {{ prose_words("'filler_expenditure'") }} as expenditure,
        {{ prose_pattern('opener') }} as opener,
        {{ prose_pattern('opening') }} as opening,
        {{ prose_pattern('last_year') }} as last_year,
        {{ prose_pattern('year_in_front') }} as year_in_front,
        {{ prose_pattern('said_year') }} as said_year,
        {{ prose_pattern('comparison') }} as comparison,
        {{ prose_pattern('share_whole') }} as share_whole,
        {{ prose_pattern('share_tail') }} as share_tail,
        {{ prose_pattern('subject') }} as subject,
        {{ prose_pattern('subject_in_front') }} as subject_in_front,
        {{ prose_pattern('subject_marks') }} as subject_marks,
        {{ prose_pattern('subject_tail') }} as subject_tail
),

relations as (
    select * from {{ ref('prose_relation') }}
),

-- The number in front, words that only open, the year and the publisher's own name say nothing of the money.
cleaned as (
    select
        statements.*,
        documents.fiscal_year,
        documents.stage as document_stage,
        documents.own_name,
        {{ is_rate('statements.unit') }} as is_percent,
        regexp_replace(
            regexp_replace(
                {{ strip_outline_number("replace(statements.phrase, coalesce(documents.own_name, '-'), '')") }},
                words.opening, ''
            ),
            words.year_in_front, ''
        ) as words
    from statements
    inner join documents on statements.document_key = documents.document_key
    cross join words
),

related as (
    select
        cleaned.statement_key,
        arg_min(relations.relation, relations.priority) as relation,
        arg_min(relations.pattern, relations.priority) as relation_words
    from cleaned
    inner join relations
        on
            (relations.unit_kind = 'percent') = cleaned.is_percent
            and regexp_matches(cleaned.phrase, relations.pattern)
    group by cleaned.statement_key
),

-- The words without the change that they tell: `财政拨款支出增加` is of fiscal expenditure.
told as (
    select
        cleaned.*,
        related.relation,
        case
            when related.relation = 'change'
                then regexp_replace(regexp_replace(cleaned.words, related.relation_words, ''), words.comparison, '')
            when related.relation = 'share' then regexp_replace(regexp_extract(cleaned.words, words.share_whole, 1), words.share_tail, '')
            else cleaned.words
        end as named
    from cleaned
    inner join related on cleaned.statement_key = related.statement_key
    cross join words
)

select
    told.*,
    row_number() over (
        partition by told.document_key order by told.paragraph_number, told.sentence_number, told.figure_number, told.statement_key
    ) as position,
    coalesce(
        try_cast(list_last(regexp_extract_all(told.phrase, words.said_year, 1)) as integer),
        told.fiscal_year
    ) - case when regexp_matches(told.phrase, words.last_year) and told.relation = 'amount' then 1 else 0 end as said_year,
    {{ prose_value('stage', 'told.phrase') }} as said_stage,
    {{ prose_value('fund', 'told.named') }} as said_fund,
    -- Nothing but neutral words: the figure is of what the words before name.
    regexp_full_match(told.named, '(?:' || words.neutral || '|' || words.expenditure || ')*') as is_generic,
    regexp_matches(told.tail, words.opener) as opens_list,
    -- A subject by its levels, here or at the beginning of the words before it.
    case
        when regexp_matches(told.named, words.subject) then told.named
        when regexp_full_match(told.named, '(?:' || words.neutral || '|' || words.expenditure || ')*')
            then nullif(regexp_extract({{ strip_outline_number('told.lead') }}, words.subject_in_front, 1), '')
    end as subject_words,
    nullif(regexp_extract(told.named, '\((\d{3}|\d{5}|\d{7})\)', 1), '') as said_code,
    -- A class by its name alone: “教育支出”科目.
    regexp_replace(regexp_replace(told.named, words.subject_marks, '', 'g'), words.subject_tail, '') as plain_name
from told
cross join words
