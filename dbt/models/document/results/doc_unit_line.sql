-- What a document prints for the units that it lists. Grain: one printed amount.
select * from {{ ref('int_unit_line') }}
