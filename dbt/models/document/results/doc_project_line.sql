-- Deepest project rows. Grain: one printed amount.
select * from {{ ref('int_project_line') }}
