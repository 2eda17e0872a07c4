-- What a department's project list gives to a unit in all, and the total of the unit's own list: one row per pair of figures.
with own as (
    select * from {{ ref('int_comparable_amount') }} where is_own_year and not is_unit_row
),

unit_projects as (
    select * from {{ ref('int_unit_project') }}
)

select
    unit_projects.amount_key as left_key,
    totals.amount_key as right_key,
    unit_projects.document_key,
    totals.document_key as other_document_key,
    unit_projects.unit_label || ' · ' || unit_projects.column_path as scope
from unit_projects
inner join own as totals
    on
        unit_projects.unit_key = totals.stated_of_key
        and unit_projects.stated_year = totals.stated_year
        and unit_projects.stated_stage = totals.stated_stage
        and unit_projects.table_kind = totals.table_kind
        and unit_projects.column_key = totals.column_key
        and unit_projects.document_key <> totals.document_key
        and totals.row_key = 'total'
