-- Lines of facts that a document says, and what its sums print beyond them. Grain: one line.
select * from {{ ref('int_fact_line') }}
union all by name
select * from {{ ref('int_unplaced_line') }}
