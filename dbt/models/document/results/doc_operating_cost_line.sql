-- Lines of 机关运行经费. Grain: one line.
select * from {{ ref('int_operating_cost_line') }}
