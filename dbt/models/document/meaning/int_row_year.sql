-- What a column of years (年度) says of a row: of which year its figures are, or that they are a change. Grain: one row with such a text.
with texts as (
    select
        row_texts.document_key,
        row_texts.table_key,
        row_texts.block_number,
        row_texts.row_number,
        regexp_replace(row_texts.text, '\s', '', 'g') as year_text
    from {{ ref('stg_row_text') }} as row_texts
    inner join {{ ref('stg_column') }} as columns
        on row_texts.table_key = columns.table_key and row_texts.column_number = columns.column_number
    where columns.role = 'year'
    qualify row_number() over (
        partition by row_texts.table_key, row_texts.block_number, row_texts.row_number order by row_texts.column_number
    ) = 1
),

-- A year column says of its rows what a header says of its column: the words are those of headers.
measures as (
    select
        said.year_text,
        terms.value as measure
    from (select distinct texts.year_text from texts) as said
    inner join {{ ref('header_term') }} as terms on terms.kind = 'measure' and regexp_matches(said.year_text, terms.pattern)
    qualify row_number() over (partition by said.year_text order by terms.priority) = 1
)

select
    texts.document_key,
    texts.table_key,
    texts.block_number,
    texts.row_number,
    texts.year_text,
    case when measures.measure in ('change', 'percent') then measures.measure end as row_measure,
    case
        when measures.measure in ('change', 'percent') then null
        when regexp_matches(texts.year_text, '^20\d\d$') then cast(texts.year_text as integer)
        when regexp_matches(texts.year_text, {{ table_pattern('header_year') }})
            then cast(regexp_extract(texts.year_text, {{ table_pattern('header_year') }}, 1) as integer)
        when regexp_matches(texts.year_text, {{ table_pattern('row_last_year') }}) then documents.fiscal_year - 1
    end as row_year
from texts
inner join {{ ref('stg_document') }} as documents on texts.document_key = documents.document_key
left join measures on texts.year_text = measures.year_text
