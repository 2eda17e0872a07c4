-- A department's totals and its units' own totals, where every unit that its tables list has a paper of its own: one row per pair
-- of figures.
with own as (
    select * from {{ ref('int_comparable_amount') }} where is_own_year and not is_unit_row
),

unit_rows as (
    select * from {{ ref('int_comparable_amount') }} where is_unit_row and is_own_year
),

listed as (
    select distinct
        document_key,
        stated_of_key,
        stated_year,
        stated_stage
    from unit_rows
),

complete as (
    select listed.document_key
    from listed
    left join own
        on listed.stated_of_key = own.stated_of_key and listed.stated_year = own.stated_year and listed.stated_stage = own.stated_stage
    group by listed.document_key
    having bool_and(own.document_key is not null)
),

unit_papers as (
    select distinct
        listed.document_key,
        own.document_key as unit_document_key,
        own.table_kind
    from listed
    inner join complete on listed.document_key = complete.document_key
    inner join own
        on listed.stated_of_key = own.stated_of_key and listed.stated_year = own.stated_year and listed.stated_stage = own.stated_stage
),

-- Of the kinds of tables that every unit prints.
common_kinds as (
    select
        document_key,
        table_kind
    from unit_papers
    group by document_key, table_kind
    having count(*) = (
        select count(distinct stated_of_key) from listed where listed.document_key = unit_papers.document_key
    )
)

select
    totals.amount_key as left_key,
    parts.amount_key as right_key,
    totals.document_key,
    totals.table_key || totals.column_key as scope_key,
    totals.column_path as scope
from own as totals
inner join common_kinds on totals.document_key = common_kinds.document_key and totals.table_kind = common_kinds.table_kind
inner join unit_papers
    on totals.document_key = unit_papers.document_key and totals.table_kind = unit_papers.table_kind
inner join own as parts
    on
        unit_papers.unit_document_key = parts.document_key
        and totals.table_kind = parts.table_kind
        and totals.column_key = parts.column_key
        and parts.row_key = 'total'
where totals.row_key = 'total'
