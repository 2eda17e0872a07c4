-- The kind that a table's title, or without a title its header, leads to by the seed table_title. Grain: one table that is so named.
with tables as (
    select * from {{ ref('stg_table') }}
),

titles as (
    select * from {{ ref('table_title') }}
)

select
    tables.table_key,
    tables.document_key,
    titles.table_kind
from tables
inner join titles
    on
        regexp_matches(coalesce(tables.title_text, ''), titles.title_pattern)
        and (titles.header_pattern is null or regexp_matches(coalesce(tables.header_text, ''), titles.header_pattern))
qualify row_number() over (partition by tables.table_key order by titles.priority) = 1
