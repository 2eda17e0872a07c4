-- What a narrative states of another year or stage. Grain: one figure of the narrative.
select * from {{ ref('int_prose_comparative') }}
