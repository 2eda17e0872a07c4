-- Figures that two files of one disclosure print differently, beyond rounding: of the file that speaks and of one that another silences.
-- Which is right is open, and a correction is no fault. Grain: one pair of figures.
with versions as (
    select
        document_key as other_document_key,
        superseded_by as document_key
    from {{ ref('int_disclosure') }}
    where superseded_by is not null
),

-- What a file prints twice under one meaning leaves open which of the two the other file would print.
figures as (
    select
        document_key,
        amount_key,
        table_kind,
        row_label,
        column_path,
        amount_yuan,
        half_unit_yuan,
        concat_ws(
            '|', stated_year, stated_stage, table_kind, coalesce(case when names_unit then row_label end, row_key, '-'), column_key
        ) as place
    from {{ ref('doc_comparable_amount') }}
    where reading = 'exact' and amount_yuan is not null
    qualify count(*) over (partition by document_key, place) = 1
),

printed as (
    select
        figures.*,
        amounts.page_number,
        amounts.amount_text,
        amounts.printed_unit
    from figures
    inner join {{ ref('doc_amount') }} as amounts on figures.amount_key = amounts.amount_key
)

select
    md5(concat_ws('|', 'version', own.amount_key, other.amount_key))[1:16] as version_difference_key,
    {{ version_finding_key('versions.document_key', 'versions.other_document_key') }} as finding_key,
    versions.document_key,
    versions.other_document_key,
    own.table_kind,
    own.row_label,
    own.column_path,
    own.amount_key,
    own.page_number,
    own.amount_text,
    own.printed_unit,
    own.amount_yuan,
    other.amount_key as other_amount_key,
    other.page_number as other_page_number,
    other.amount_text as other_amount_text,
    other.printed_unit as other_printed_unit,
    other.amount_yuan as other_yuan,
    cast(own.amount_yuan - other.amount_yuan as decimal(24, 2)) as difference_yuan
from versions
inner join printed as own on versions.document_key = own.document_key
inner join printed as other on versions.other_document_key = other.document_key and own.place = other.place
where abs(own.amount_yuan - other.amount_yuan) > own.half_unit_yuan + other.half_unit_yuan
