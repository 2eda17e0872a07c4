-- Lines of expenditure by economic subject. Grain: one line.
select * from {{ ref('int_economic_line') }}
