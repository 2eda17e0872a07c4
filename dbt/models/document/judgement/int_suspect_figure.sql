-- What judgement reads of a figure, of a cell or of the narrative, in documents with readings that may be wrong.
with amounts as (
    select * from {{ ref('int_amount') }}
),

tables as (
    select
        table_key,
        decimals
    from {{ ref('int_table') }}
),

prose as (
    select * from {{ ref('int_prose_figure') }}
),

documents as (
    select
        document_key,
        reader
    from {{ ref('int_document') }}
),

figures as (
    select
        amounts.amount_key,
        amounts.document_key,
        amounts.table_key,
        amounts.page_number,
        amounts.row_label,
        amounts.column_path,
        amounts.amount_text,
        amounts.reading,
        amounts.amount_yuan,
        amounts.half_unit_yuan,
        amounts.yuan_per_unit,
        tables.decimals,
        amounts.confidence
    from amounts
    inner join tables on amounts.table_key = tables.table_key
    union all by name
    select
        prose_figure_key as amount_key,
        document_key,
        'narrative' as table_key,
        page_number,
        phrase as row_label,
        heading as column_path,
        figure_text as amount_text,
        'exact' as reading,
        cast(amount_yuan as decimal(24, 2)) as amount_yuan,
        cast(last_digit_yuan * 0.5::decimal(2, 1) as decimal(24, 8)) as half_unit_yuan,
        {{ unit_in_yuan('unit') }} as yuan_per_unit,
        number_decimals as decimals
    from prose
    where prose_figure_key in (select prose_figure_key from {{ ref('int_prose_witness') }})
)

select
    figures.* exclude (yuan_per_unit),
    cast(figures.yuan_per_unit as decimal(24, 4)) as yuan_per_unit,
    {{ reading_source('documents.reader', 'figures.confidence') }} as source
from figures
inner join documents on figures.document_key = documents.document_key
qualify
    bool_or(figures.table_key <> 'narrative' and (source = 'picture' or figures.reading = 'damaged'))
        over (partition by figures.document_key)
