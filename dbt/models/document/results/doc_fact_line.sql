-- Lines of facts that a document says. Grain: one line.
select * from {{ ref('int_fact_line') }}
