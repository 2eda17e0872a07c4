-- One row per column and kind of meaning: what its header cells say, by the seed header_term.
with columns as (
    select * from {{ ref('stg_column') }} where header_path is not null
),

terms as (
    select * from {{ ref('header_term') }} where kind <> 'structure'
),

header_cells as (
    select
        columns.table_key,
        columns.column_number,
        unnest(string_split(columns.header_path, '/')) as header_cell,
        generate_subscripts(string_split(columns.header_path, '/'), 1) as depth,
        len(string_split(columns.header_path, '/')) as depth_count
    from columns
),

-- Header cells repeat from document to document: each distinct text meets the patterns once.
meanings as (
    select
        texts.header_cell,
        terms.kind,
        terms.value,
        terms.priority
    from (select distinct header_cells.header_cell from header_cells) as texts
    inner join terms on regexp_matches(texts.header_cell, terms.pattern)
)

select
    header_cells.table_key,
    header_cells.column_number,
    meanings.kind,
    meanings.value
from header_cells
inner join meanings on header_cells.header_cell = meanings.header_cell
-- A total is what the innermost cell says; `其中` counts at any level.
where meanings.kind <> 'sum_role' or meanings.value = 'of_which' or header_cells.depth = header_cells.depth_count
qualify row_number() over (
    partition by header_cells.table_key, header_cells.column_number, meanings.kind
    order by
        -- A percentage or a change is one however deep it is said; elsewhere the innermost cell speaks first.
        case when meanings.kind = 'measure' then meanings.priority end,
        case when meanings.kind = 'block' then header_cells.depth else -header_cells.depth end,
        meanings.priority
) = 1
