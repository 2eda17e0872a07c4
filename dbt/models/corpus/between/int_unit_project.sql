-- What a department's project list gives to each unit; a list with a total is a whole one. Grain: one amount of a project.
with own as (
    select * from {{ ref('int_comparable_amount') }} where is_own_year and not is_unit_row
),

whole_lists as (
    select distinct table_key from own where table_kind = 'project' and row_key = 'total'
)

select
    own.amount_key,
    own.document_key,
    own.table_kind,
    own.label_unit_key as unit_key,
    own.unit_label,
    own.stated_year,
    own.stated_stage,
    own.column_key,
    own.column_path
from own
inner join whole_lists on own.table_key = whole_lists.table_key
where own.row_entity = 'project' and own.is_leaf and own.unit_label is not null and own.publisher_level = 'department'
