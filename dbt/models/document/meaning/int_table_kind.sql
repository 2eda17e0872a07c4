-- One row per table: the kind that its title (or, without a title, its header) leads to, or that the paper tells of one without.
with tables as (
    select * from {{ ref('stg_table') }}
),

kinds as (
    select * from {{ ref('table_kind') }}
),

best as (
    select
        table_key,
        table_kind
    from {{ ref('int_named_kind') }}
    union all
    select
        table_key,
        table_kind
    from {{ ref('int_untitled_kind') }}
),

-- A table without a unit of its own takes the one unit that all the other tables of its document print (三公 tables
-- have a unit of their own in some places and lend it to no other table).
document_unit as (
    select
        tables.document_key,
        min(tables.unit_text) as unit_text
    from tables
    left join best on tables.table_key = best.table_key
    where tables.unit_text is not null and coalesce(best.table_kind, 'other') <> 'three_public'
    group by tables.document_key
    having count(distinct tables.unit_text) = 1
)

select
    tables.table_key,
    tables.document_key,
    kinds.table_kind,
    kinds.published_kind,
    kinds.default_entity,
    kinds.classification,
    kinds.default_fund,
    kinds.default_nature,
    kinds.default_measure,
    kinds.sums_hold,
    tables.table_ordinal,
    tables.title_text,
    tables.number_text,
    tables.page_from,
    tables.page_to,
    tables.note_text,
    tables.row_count,
    tables.unit_text,
    -- One that nothing names, a list in the narrative or the figures of a chart, says nothing of its unit: it may be another.
    case when best.table_kind is not null or tables.title_text is not null then document_unit.unit_text end as document_unit,
    regexp_matches(coalesce(tables.title_text, ''), {{ table_pattern('without_carry_over') }}) as excludes_carry_over
from tables
left join best on tables.table_key = best.table_key
inner join kinds on coalesce(best.table_kind, 'other') = kinds.table_kind
left join document_unit on tables.document_key = document_unit.document_key
