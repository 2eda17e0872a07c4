-- Where the figures of a table begin on each of its pages, and what stands above them: how a page is cut for showing.
-- Grain: one table and page.
with tables as (
    select
        document_key,
        table_key,
        page_number,
        min(top) as figures_top
    from {{ ref('int_amount') }}
    group by document_key, table_key, page_number
)

select
    tables.document_key,
    tables.table_key,
    tables.page_number,
    tables.figures_top,
    min(lines.top) filter (lines.table_key = tables.table_key and lines.role = 'caption') as caption_top,
    max(lines.bottom) as line_bottom
from tables
left join {{ source('raw', 'line') }} as lines
    on
        tables.document_key = lines.document_key
        and tables.page_number = lines.page_number
        and lines.bottom <= tables.figures_top
group by tables.document_key, tables.table_key, tables.page_number, tables.figures_top
