-- Numbers of persons that a narrative tells of its body: 编制, 实有, 离退休, with their parts. Grain: one document, kind and part.
with pages as (
    select
        document_key,
        page_number,
        string_agg(regexp_replace(plain_text, '\s', '', 'g'), '' order by line_number) as page_text
    from {{ ref('stg_line') }}
    where role = 'prose'
    group by document_key, page_number
    -- Few pages tell any: the others are not cut into clauses.
    having regexp_matches(page_text, {{ table_pattern('headcount') }})
),

documents as (
    select
        document_key,
        regexp_replace(publisher_name, '\s', '', 'g') as publisher_name
    from {{ ref('int_document') }}
    where status = 'loaded'
),

sentences as (
    select
        document_key,
        page_number,
        unnest(string_split_regex(page_text, '[。；;！]')) as sentence,
        generate_subscripts(string_split_regex(page_text, '[。；;！]'), 1) as sentence_number
    from pages
),

clauses as (
    select
        *,
        unnest(string_split_regex(sentence, '[，、,:：]')) as clause,
        generate_subscripts(string_split_regex(sentence, '[，、,:：]'), 1) as clause_number
    from sentences
    where
        regexp_matches(sentence, {{ table_pattern('headcount') }})
        and not regexp_matches(sentence, {{ table_pattern('headcount_change') }})
),

counted as (
    select
        clauses.document_key,
        clauses.page_number,
        clauses.sentence_number,
        clauses.clause_number,
        clauses.sentence,
        regexp_replace(
            regexp_replace(
                regexp_replace(clauses.clause, {{ table_pattern('headcount') }} || '$', ''), {{ table_pattern('headcount_opening') }}, ''
            ),
            '^' || regexp_escape(documents.publisher_name), ''
        ) as words,
        try_cast(
            replace(regexp_extract(clauses.clause, {{ table_pattern('headcount') }} || '$', 1), ',', '') as integer
        ) as person_count
    from clauses
    inner join documents on clauses.document_key = documents.document_key
    where regexp_matches(clauses.clause, {{ table_pattern('headcount') }} || '$')
),

meant as (
    select
        counted.*,
        nullif(words.kind, '') as kind,
        words.part
    from counted
    left join {{ ref('headcount_word') }} as words on regexp_matches(counted.words, words.pattern)
    qualify row_number() over (
        partition by counted.document_key, counted.page_number, counted.sentence_number, counted.clause_number order by words.priority
    ) = 1
),

-- `其中行政65人` is of the kind that its sentence said before.
told as (
    select
        document_key,
        page_number,
        sentence,
        words,
        person_count,
        part,
        coalesce(
            kind,
            last_value(kind ignore nulls) over (
                partition by document_key, page_number, sentence_number
                order by clause_number
                rows between unbounded preceding and 1 preceding
            )
        ) as kind
    from meant
    where part is not null
),

-- What a document tells twice in different numbers it tells of different bodies or times.
single as (
    select * from told
    where kind is not null
    window one_thing as (partition by document_key, kind, part)
    qualify
        min(person_count) over one_thing = max(person_count) over one_thing
        and row_number() over (one_thing order by page_number) = 1
)

select
    md5(concat_ws('|', document_key, kind, part))[1:16] as headcount_key,
    document_key,
    page_number,
    kind,
    part,
    person_count,
    words as printed_words,
    sentence,
    try_cast(regexp_extract(sentence, '(20\d\d)', 1) as integer) as as_of_year,
    -- Parts that make up the total prove one another.
    count(*) filter (where part <> 'total') over one_kind > 1
    and coalesce(
        max(person_count) filter (where part = 'total') over one_kind
        = sum(person_count) filter (where part <> 'total') over one_kind, false
    ) as is_proved
from single
window one_kind as (partition by document_key, kind)
