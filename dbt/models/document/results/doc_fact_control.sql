-- Printed totals beside the document's own lines of facts. Grain: one document, fact and stage.
select * from {{ ref('int_fact_control') }}
