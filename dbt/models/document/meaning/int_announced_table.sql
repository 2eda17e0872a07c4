-- Which kinds of tables a document announces: by a line that is a table's title, on a contents page or above what should be the table; by
-- a sentence that names the table; or by saying that there is no such money. Grain: one kind and way of a document, where it says so first.
with neighbours as (
    select
        *,
        lag(plain_text, 1, '') over (partition by document_key, page_number order by line_number) as above_text,
        lead(plain_text, 1, '') over (partition by document_key, page_number order by line_number) as below_text
    from {{ ref('stg_line') }}
),

-- The captions of tables that were read announce nothing more, nor do their notes.
lines as (
    select neighbours.*
    from neighbours
    anti join {{ ref('stg_table') }} as tables on neighbours.table_key = tables.table_key
),

titles as (
    select * from {{ ref('table_title') }}
    where coalesce(header_pattern, '') = ''
),

kinds as (
    select * from {{ ref('table_kind') }}
    where table_kind <> 'other'
),

named as (
    select
        document_key,
        page_number,
        line_number,
        line_text,
        'title' as announcement,
        -- A title may begin on the line above, and end in brackets below.
        case when regexp_matches(above_text, {{ table_pattern('title_begun') }}) then above_text else '' end
        || plain_text
        || case when regexp_matches(below_text, {{ table_pattern('title_bracket') }}) then below_text else '' end as title
    from lines
    where is_title
    union all
    select
        document_key,
        page_number,
        line_number,
        line_text,
        'sentence' as announcement,
        unnest(regexp_extract_all(plain_text || below_text, {{ table_pattern('title_quoted') }}, 1)) as title
    from lines
    where contains(plain_text, '《')
),

recognised as (
    select
        named.*,
        kinds.published_kind as table_kind
    from named
    inner join titles on regexp_matches(named.title, titles.title_pattern)
    inner join kinds on titles.table_kind = kinds.table_kind
    qualify titles.priority = min(titles.priority) over (partition by named.document_key, named.page_number, named.line_number, named.title)
),

-- A heading below is no end of the sentence above.
mentioned as (
    select
        lines.document_key,
        lines.page_number,
        lines.line_number,
        lines.line_text,
        lines.plain_text,
        case when not regexp_matches(lines.below_text, {{ table_pattern('any_number') }}) then lines.below_text else '' end as below_text,
        kinds.table_kind,
        {{ table_pattern('none_declared') }} || kinds.money_words as pattern
    from lines
    inner join kinds on contains(lines.plain_text || lines.below_text, kinds.money_words)
    where kinds.money_words <> ''
),

denied as (
    select
        * exclude (plain_text, below_text, pattern),
        'none_declared' as announcement
    from mentioned
    where regexp_matches(plain_text || below_text, pattern) and not regexp_matches(below_text, pattern)
),

announced as (
    select * exclude (title) from recognised
    union all by name
    select * from denied
)

select
    document_key,
    table_kind,
    announcement,
    arg_min(page_number, (page_number, line_number)) as page_number,
    arg_min(line_text, (page_number, line_number)) as line_text
from announced
where table_kind <> 'other'
group by document_key, table_kind, announcement
