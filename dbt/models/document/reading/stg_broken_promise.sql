-- What reading promises of its tables, and where a document does not keep it: the figure, the table or the document is set aside.
-- Later models join on these keys: one that is there twice would multiply figures in silence, one that is missing would lose them.
with documents as (
    select
        document_key,
        cast(null as varchar) as table_key,
        'a document says once what it is' as promise,
        count(*) || ' descriptions of itself' as detail
    from {{ source('raw', 'document') }}
    group by document_key
    having count(*) > 1
    union all
    select
        document_key,
        cast(null as varchar) as table_key,
        'a document is of a known level, stage and age' as promise,
        concat_ws(', ', level, stage, fiscal_year) as detail
    from {{ source('raw', 'document') }}
    where level not in ('department', 'unit') or stage not in ('budget', 'final') or fiscal_year not between 1949 and 2149
    union all
    select
        document_key,
        cast(null as varchar) as table_key,
        'a document is read, or says why it is not' as promise,
        coalesce(status, 'no status') as detail
    from {{ source('raw', 'document') }}
    where coalesce(status, '') not in ('read', 'rejected') or (status = 'rejected' and status_reason is null)
),

-- What names no table, and every column that later models take for granted.
nameless as (
    select
        document_key,
        cast(null as varchar) as table_key,
        'whatever is in a table says in which' as promise,
        part || ' of no table' as detail
    from (
        select
            document_key,
            'a table' as part
        from {{ source('raw', 'table') }}
        where table_key is null
        union all
        select
            document_key,
            'a column' as part
        from {{ source('raw', 'column') }}
        where table_key is null
        union all
        select
            document_key,
            'a row' as part
        from {{ source('raw', 'row') }}
        where table_key is null
        union all
        select
            document_key,
            'a cell' as part
        from {{ source('raw', 'cell') }}
        where table_key is null or cell_key is null
        union all
        select
            document_key,
            'a text' as part
        from {{ source('raw', 'row_text') }}
        where table_key is null
    )
),

blanks as (
    select
        document_key,
        table_key,
        'a column of values has a header, a role and a block' as promise,
        'column ' || coalesce(cast(column_number as varchar), '?') as detail
    from {{ source('raw', 'column') }}
    where column_number is null or role is null or block_number is null or (role = 'value' and header_path is null)
    union all
    select
        document_key,
        table_key,
        'a row has a number, a block, a label, a path and a page' as promise,
        'row ' || coalesce(cast(row_number as varchar), '?') as detail
    from {{ source('raw', 'row') }}
    where
        row_number is null or block_number is null or row_label is null or row_path is null or page_number is null
        or is_repeat is null or length(row_label) > 2000
),

tables as (
    select
        document_key,
        table_key,
        'a table is listed once' as promise,
        'listed ' || count(*) || ' times' as detail
    from {{ source('raw', 'table') }}
    group by document_key, table_key
    having count(*) > 1
),

columns as (
    select
        document_key,
        table_key,
        'a column of a table is listed once' as promise,
        'column ' || column_number || ' is listed ' || count(*) || ' times' as detail
    from {{ source('raw', 'column') }}
    group by document_key, table_key, column_number
    having count(*) > 1
),

table_rows as (
    select
        document_key,
        table_key,
        'a row of a table is listed once' as promise,
        'row ' || row_number || ' of block ' || block_number || ' is listed ' || count(*) || ' times' as detail
    from {{ source('raw', 'row') }}
    group by document_key, table_key, block_number, row_number
    having count(*) > 1
),

own_parents as (
    select
        document_key,
        table_key,
        'a row stands below another one' as promise,
        'row ' || row_number || ' is said to stand below row ' || parent_row_number as detail
    from {{ source('raw', 'row') }}
    where parent_row_number >= row_number
),

cells as (
    select
        document_key,
        table_key,
        'a cell is listed once' as promise,
        'cell ' || cell_key || ' is listed ' || count(*) over (partition by cell_key) || ' times' as detail
    from {{ source('raw', 'cell') }}
    qualify count(*) over (partition by cell_key) > 1
),

orphans as (
    select
        cells.document_key,
        cells.table_key,
        'a cell stands in a row and a column of its table' as promise,
        'cell ' || cells.cell_key || ' says row ' || coalesce(cast(cells.row_number as varchar), '?')
        || ', column ' || coalesce(cast(cells.column_number as varchar), '?') as detail
    from {{ source('raw', 'cell') }} as cells
    left join {{ source('raw', 'table') }} as tables
        on cells.table_key = tables.table_key and cells.document_key = tables.document_key
    left join {{ source('raw', 'column') }} as columns
        on cells.table_key = columns.table_key and cells.column_number = columns.column_number
    left join {{ source('raw', 'row') }} as table_rows
        on
            cells.table_key = table_rows.table_key
            and cells.block_number = table_rows.block_number
            and cells.row_number = table_rows.row_number
    where tables.table_key is null or columns.table_key is null or table_rows.table_key is null
),

words as (
    select
        words.document_key,
        words.table_key,
        'words stand once in a row and a column of their table' as promise,
        'row ' || coalesce(cast(words.row_number as varchar), '?')
        || ', column ' || coalesce(cast(words.column_number as varchar), '?') as detail
    from {{ source('raw', 'row_text') }} as words
    left join {{ source('raw', 'column') }} as columns
        on words.table_key = columns.table_key and words.column_number = columns.column_number
    left join {{ source('raw', 'row') }} as table_rows
        on
            words.table_key = table_rows.table_key
            and words.block_number = table_rows.block_number
            and words.row_number = table_rows.row_number
    qualify
        count(*) over (partition by words.table_key, words.row_number, words.column_number) > 1
        or columns.table_key is null or table_rows.table_key is null
        or words.text is null or words.page_number is null or words.row_span is null
),

-- What no disclosure prints, and what would not fit the columns that hold yuan.
sizes as (
    select
        document_key,
        table_key,
        'a figure is money of this world' as promise,
        'cell ' || cell_key || ' holds ' || number as detail
    from {{ source('raw', 'cell') }}
    where abs(number) >= case when is_percent then 1e6 else 1e13 end
),

places as (
    select
        document_key,
        table_key,
        'a cell is printed on a page, as a text, and is read in a known way' as promise,
        'cell ' || cell_key || ' says page ' || coalesce(cast(page_number as varchar), '?')
        || ', reading ' || coalesce(reading, '?') as detail
    from {{ source('raw', 'cell') }}
    where
        page_number is null or page_number < 1 or text is null
        or coalesce(reading, '') not in ('exact', 'damaged', 'ambiguous')
),

-- What is damaged has no number, and a number has as many decimals as can be printed: rounding is told by them.
numbers as (
    select
        document_key,
        table_key,
        'a figure is a number with its decimals, and a damaged one is none' as promise,
        'cell ' || cell_key || ' says ' || number || ', decimals ' || coalesce(cast(number_decimals as varchar), '?')
        || ', reading ' || coalesce(reading, '?') as detail
    from {{ source('raw', 'cell') }}
    where number is not null and (reading = 'damaged' or coalesce(number_decimals, -1) not between 0 and 12)
),

-- An identity that a table states itself: each term once, on a side, with a sign.
stated as (
    select
        document_key,
        table_key || ':' || coalesce(cast(declared_number as varchar), '?') as part_key,
        table_key,
        'a stated identity has each of its terms once, on a side and with a sign' as promise,
        'term ' || coalesce(cast(term_number as varchar), '?') as detail
    from {{ source('raw', 'declared_term') }}
    qualify
        count(*) over (partition by table_key, declared_number, term_number) > 1
        or sign is null or sign = 0 or abs(sign) > 9 or index_number is null
        or coalesce(side, '') not in ('left', 'right') or coalesce(axis, '') not in ('row', 'column')
        or declared_number is null or term_number is null
),

statements as (
    select
        document_key,
        statement_key as part_key,
        'a figure of the narrative is listed once' as promise,
        'figure ' || statement_key || ' is listed ' || count(*) || ' times' as detail
    from {{ source('raw', 'statement') }}
    group by document_key, statement_key
    having count(*) > 1
    union all
    select
        document_key,
        statement_key as part_key,
        'a figure of the narrative is a number of this world' as promise,
        'figure ' || statement_key || ' says ' || coalesce(cast(number as varchar), 'nothing') as detail
    from {{ source('raw', 'statement') }}
    where
        abs(number) >= case when {{ is_rate('unit') }} then 1e6 else 1e12 end or number is null
        or coalesce(number_decimals, -1) not between 0 and 12
        or figure_text is null or sentence is null or lead is null or phrase is null or tail is null or heading is null
        or scope is null or unit is null or statement_key is null or page_number is null
),

broken as (
    select * from documents
    union all
    select * from tables
    union all
    select * from columns
    union all
    select * from table_rows
    union all
    select * from own_parents
    union all
    select * from cells
    union all
    select * from orphans
    union all
    select * from words
    union all
    select * from sizes
    union all
    select * from places
    union all
    select * from numbers
    union all
    select * from nameless
    union all
    select * from blanks
)

select
    document_key,
    table_key,
    cast(null as varchar) as part_key,
    case when table_key is null then 'document' else 'table' end as part,
    promise,
    coalesce(min(detail), 'nothing is said') || case when count(*) > 1 then ' (and ' || (count(*) - 1) || ' more)' else '' end as detail
from broken
group by document_key, table_key, promise
union all
select
    document_key,
    cast(null as varchar) as table_key,
    part_key,
    'figure' as part,
    promise,
    coalesce(min(detail), 'nothing is said') as detail
from statements
group by document_key, part_key, promise
union all
select
    document_key,
    table_key,
    part_key,
    'identity' as part,
    promise,
    coalesce(min(detail), 'nothing is said') as detail
from stated
group by document_key, table_key, part_key, promise
