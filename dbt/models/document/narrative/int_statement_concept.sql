-- Which money the words beside a figure name, where they name one and nothing unknown stands beside it.
with statements as (
    select * from {{ ref('int_statement') }}
),

concepts as (
    select * from {{ ref('prose_concept') }}
),

words as (
    select
        {{ prose_words("'fund', 'stage', 'filler'") }} as neutral,
        {{ prose_words("'filler_revenue'") }} as revenue,
        {{ prose_words("'filler_expenditure'") }} as expenditure
),

-- The words of a clause, and where they are neutral those of the clause before: `收入预算：2026年年初预算数`.
texts as (
    select distinct named
    from (
        select named from statements
        union all
        select
            {{ strip_outline_number("regexp_extract(lead, '([^,;:。]*)[:,。][^,;:。]*$', 1)") }} as named
        from statements
        where is_generic
    )
    where named <> ''
),

matched as (
    select
        texts.named,
        concepts.concept,
        concepts.side,
        concepts.priority
    from texts
    cross join words
    inner join concepts
        on
            -- The short pattern first: the whole one is dear.
            case
                when regexp_matches(texts.named, concepts.pattern)
                    then
                        regexp_full_match(
                            texts.named,
                            '(?:'
                            || words.neutral
                            || case when coalesce(concepts.side, '') <> 'revenue' then '|' || words.expenditure else '' end
                            || ')*'
                            || '(?:' || concepts.pattern || ')'
                            || '(?:' || words.neutral
                            || case when coalesce(concepts.side, '') <> 'revenue' then '|' || words.expenditure else '' end
                            || case when coalesce(concepts.side, '') <> 'expenditure' then '|' || words.revenue else '' end || ')*'
                        )
                else false
            end
)

select
    named,
    -- `支出` alone is the weakest of all names, a fund's money the next.
    arg_min(
        concept,
        case concept when 'appropriation' then 998 when 'expenditure' then 997 when 'revenue' then 996 else priority end
    ) as concept
from matched
group by named
