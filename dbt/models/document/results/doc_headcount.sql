-- Numbers of persons that a narrative tells. Grain: one document, kind and part.
select * from {{ ref('int_headcount') }}
