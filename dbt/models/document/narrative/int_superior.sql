-- The body that a paper's own words put its publisher below: a line that begins with the publisher's name and says whose unit it is, by a
-- name that begins with a place, so that no short form is taken for one. Grain: one document.
with text_lines as (
    select
        document_key,
        page_number,
        line_number,
        -- A sentence may go on in the next line.
        plain_text || coalesce(lead(plain_text) over (partition by document_key, page_number order by line_number), '') as sentence
    from {{ ref('stg_line') }}
),

documents as (
    select
        document_key,
        publisher_name
    from {{ ref('stg_document') }}
    where publisher_name is not null
),

said as (
    select
        documents.document_key,
        regexp_extract(
            substr(text_lines.sentence, length(documents.publisher_name) + 1), {{ table_pattern('superior') }}, 1
        ) as superior_name
    from documents
    inner join text_lines
        on documents.document_key = text_lines.document_key and starts_with(text_lines.sentence, documents.publisher_name)
)

-- Two that differ say nothing.
select
    document_key,
    min(superior_name) as superior_name
from said
where superior_name <> ''
group by document_key
having count(distinct superior_name) = 1
