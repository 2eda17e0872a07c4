-- The kind of tables with figures that nothing names, where the paper tells it: a table's number is that of a title on the contents page,
-- and no table with both says otherwise; or it stands where the contents page has one title between those of its neighbours; or its
-- header is that of a standard form, of a kind that no other table of the paper is, and its total is printed there too. Grain: one such
-- table.
with tables as (
    select
        tables.table_key,
        tables.document_key,
        tables.table_ordinal,
        tables.number_text,
        named.table_kind
    from {{ ref('stg_table') }} as tables
    left join {{ ref('int_named_kind') }} as named on tables.table_key = named.table_key
    where
        named.table_key is not null
        or tables.table_key in (select cells.table_key from {{ ref('stg_cell') }} as cells where cells.number is not null)
),

titles as (
    select * from {{ ref('table_title') }}
    where coalesce(header_pattern, '') = ''
),

-- The titles that the first page with several of them lists, in their order.
listed as (
    select
        *,
        row_number() over (partition by document_key order by line_number) as place
    from (
        select
            document_key,
            page_number,
            line_number,
            plain_text,
            count(*) over (partition by document_key, page_number) as page_titles
        from {{ ref('stg_line') }}
        where table_key is null and is_title
    ) as title_lines
    where page_titles >= 3
    qualify page_number = min(page_number) over (partition by document_key)
),

contents as (
    select
        listed.document_key,
        listed.place,
        titles.table_kind,
        {{ form_number('listed.plain_text') }} as form_number
    from listed
    inner join titles on regexp_matches(listed.plain_text, titles.title_pattern)
    qualify row_number() over (partition by listed.document_key, listed.place order by titles.priority) = 1
),

by_number as (
    select
        tables.table_key,
        tables.document_key,
        tables.table_kind as named_kind,
        min(contents.table_kind) as table_kind
    from tables
    inner join contents
        on tables.document_key = contents.document_key and {{ form_number('tables.number_text') }} = contents.form_number
    group by tables.table_key, tables.document_key, tables.table_kind
    having count(distinct contents.table_kind) = 1
),

misnumbered as (
    select document_key from by_number
    where named_kind <> table_kind
),

-- Titles of kinds that the page lists once give the places of the tables that are named; what stands between has the places between.
placed as (
    select
        tables.*,
        single.place
    from tables
    left join (
        select
            document_key,
            table_kind,
            min(place) as place
        from contents
        group by document_key, table_kind
        having count(*) = 1
    ) as single on tables.document_key = single.document_key and tables.table_kind = single.table_kind
    qualify
        tables.table_kind is null
        or row_number() over (partition by tables.document_key, tables.table_kind order by tables.table_ordinal) = 1
),

between_places as (
    select
        *,
        coalesce(max(place) over (partition by document_key order by table_ordinal), 0) as place_before,
        min(place) over (
            partition by document_key order by table_ordinal rows between current row and unbounded following
        ) as place_after
    from placed
),

in_a_run as (
    select
        *,
        row_number() over (partition by document_key, place_before, place_after order by table_ordinal) as position,
        count(*) over (partition by document_key, place_before, place_after) as run_length,
        bool_or(table_kind is not null) over (partition by document_key, place_before, place_after) as holds_named
    from between_places
    where place is null
),

by_place as (
    select
        in_a_run.table_key,
        contents.table_kind
    from in_a_run
    inner join contents
        on in_a_run.document_key = contents.document_key and in_a_run.place_before + in_a_run.position = contents.place
    where not in_a_run.holds_named and in_a_run.place_after - in_a_run.place_before - 1 = in_a_run.run_length
),

-- The headers of the standard forms. Those without labels tell too little.
forms as (
    select
        table_kind,
        stage,
        list(header_path order by block_number, column_number) as header_paths
    from {{ ref('table_layout') }}
    group by layout_id, table_kind, stage
    having bool_or(structure_role = 'label')
),

headers as (
    select
        table_key,
        list(header_path order by column_number) as header_paths
    from {{ ref('stg_column') }}
    group by table_key
),

figures as (
    select distinct
        document_key,
        table_key,
        number
    from {{ ref('stg_cell') }}
    where number > 0
),

totals as (
    select
        document_key,
        table_key,
        max(number) as number
    from figures
    group by document_key, table_key
),

agreeing as (
    select distinct totals.table_key
    from totals
    inner join figures
        on
            totals.document_key = figures.document_key
            and totals.number = figures.number
            and totals.table_key <> figures.table_key
),

by_header as (
    select
        tables.table_key,
        min(forms.table_kind) as table_kind
    from tables
    inner join agreeing on tables.table_key = agreeing.table_key
    inner join headers on tables.table_key = headers.table_key
    inner join {{ ref('stg_document') }} as documents on tables.document_key = documents.document_key
    inner join forms on headers.header_paths = forms.header_paths and documents.stage = forms.stage
    anti join tables as others on tables.document_key = others.document_key and forms.table_kind = others.table_kind
    where tables.table_kind is null
    group by tables.table_key, tables.document_key
    having count(distinct forms.table_kind) = 1
    qualify count(*) over (partition by tables.document_key, min(forms.table_kind)) = 1
),

told as (
    select
        table_key,
        table_kind
    from by_number
    where named_kind is null and document_key not in (select document_key from misnumbered)
    union
    select
        table_key,
        table_kind
    from by_place
    union
    select
        table_key,
        table_kind
    from by_header
)

select
    told.table_key,
    tables.document_key,
    min(told.table_kind) as table_kind
from told
inner join tables on told.table_key = tables.table_key
where tables.table_kind is null
group by told.table_key, tables.document_key
having count(distinct told.table_kind) = 1
