-- What a speaking document states of a body, a year and a stage, and of which body. Grain: one printed amount.
with figures as (
    select * from {{ ref('doc_comparable_amount') }}
),

disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

names as (
    select * from {{ ref('int_body_name') }} where is_body
),

stated as (
    select
        figures.* exclude (names_unit, row_name_key, unit_name_key),
        disclosures.unit_key as publisher_key,
        disclosures.level as publisher_level,
        -- A department's table says of each unit what its own papers say in their totals.
        figures.names_unit and disclosures.level = 'department' as is_unit_row,
        {{ body_key("'unit'", 'coalesce(coded_names.body_name, row_names.body_name)') }} as row_unit_key,
        {{ body_key("'unit'", 'label_names.body_name') }} as label_unit_key
    from figures
    inner join disclosures on figures.document_key = disclosures.document_key
    left join names as row_names
        on
            figures.document_key = row_names.document_key and figures.row_name_key = row_names.name_key
            and row_names.unit_code is null
    left join names as coded_names
        on
            figures.document_key = coded_names.document_key and figures.row_name_key = coded_names.name_key
            and figures.unit_code = coded_names.unit_code
    left join names as label_names
        on
            figures.document_key = label_names.document_key and figures.unit_name_key = label_names.name_key
            and label_names.unit_code is null
),

placed as (
    select
        * exclude (row_key, row_unit_key),
        case when is_unit_row then row_unit_key else publisher_key end as stated_of_key,
        case when is_unit_row then 'total' else row_key end as row_key
    from stated
),

-- Keys alone are grouped: rows as wide as these do not fit into memory by the million.
said_once as (
    select any_value(amount_key) as amount_key
    from placed
    group by
        document_key, stated_year, stated_stage, table_kind, is_unit_row, case when is_unit_row then row_label end, row_key, column_key
    having count(*) = 1
)

-- What a document prints twice under one meaning leaves open which of the two another document would print.
select placed.*
from placed
semi join said_once on placed.amount_key = said_once.amount_key
