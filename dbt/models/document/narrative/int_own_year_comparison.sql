-- Sentences that compare a year with itself: a budget of 2026 that grew `比2026年预算`. The year before is meant, or the sentence is
-- another paper's. Only where the paper compares with the year before elsewhere: else its year may not be understood. Grain: one sentence.
with words as (
    select
        {{ prose_pattern('compared_year') }} as compared_year,
        {{ prose_pattern('compared_budget') }} as compared_budget
),

sentences as (
    select
        statements.document_key,
        statements.paragraph_number,
        statements.sentence_number,
        documents.fiscal_year,
        documents.stage,
        any_value(statements.page_number) as page_number,
        any_value(statements.sentence) as sentence,
        arg_min(statements.statement_key, (statements.relation not in ('change', 'rate'), statements.figure_number)) as prose_figure_key
    from {{ ref('int_statement') }} as statements
    inner join {{ ref('int_document') }} as documents on statements.document_key = documents.document_key
    where statements.scope = 'statement'
    group by
        statements.document_key, statements.paragraph_number, statements.sentence_number, documents.fiscal_year, documents.stage
),

comparisons as (
    select
        sentences.*,
        words.*,
        unnest(regexp_extract_all(sentences.sentence, words.compared_year)) as said
    from sentences
    cross join words
),

-- Final accounts may be compared with the budget of their year.
compared as (
    select
        *,
        cast(regexp_extract(said, compared_year, 1) as integer) as said_year
    from comparisons
    where stage = 'budget' or not regexp_matches(said, compared_budget)
),

counted as (
    select
        *,
        count(*) filter (where said_year = fiscal_year) over papers as own_year_count,
        count(*) filter (where said_year = fiscal_year - 1) over papers as year_before_count
    from compared
    window papers as (partition by document_key)
)

select distinct
    document_key,
    page_number,
    sentence_number,
    fiscal_year,
    sentence,
    prose_figure_key
from counted
where said_year = fiscal_year and own_year_count < year_before_count
