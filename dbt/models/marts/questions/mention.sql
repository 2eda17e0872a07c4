-- What papers say in words, with the page: titles of tables, labels and further words of rows, sentences with figures.
with titles as (
    select
        document_key,
        'table_title' as place,
        page_from as page_number,
        table_key,
        cast(null as integer) as row_number,
        table_title as text
    from {{ ref('doc_table') }}
),

labels as (
    select
        document_key,
        'row_label' as place,
        page_number,
        table_key,
        row_number,
        row_path as text
    from {{ ref('doc_amount') }}
),

row_texts as (
    select
        document_key,
        'row_text' as place,
        page_number,
        table_key,
        row_number,
        text
    from {{ ref('doc_row_text') }}
),

sentences as (
    select
        document_key,
        'sentence' as place,
        page_number,
        cast(null as varchar) as table_key,
        cast(sentence_number as integer) as row_number,
        sentence as text
    from {{ ref('doc_prose_figure') }}
),

said as (
    select * from titles
    union all
    select * from labels
    union all
    select * from row_texts
    union all
    select * from sentences
)

select
    md5(concat_ws('|', document_key, place, page_number, table_key, row_number, text))[1:16] as mention_key,
    document_key,
    page_number,
    place,
    table_key,
    row_number,
    text
from said
where text <> ''
group by all
