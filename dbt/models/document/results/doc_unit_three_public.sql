-- 三公 of the units that a document's table lists. Grain: one unit, stage and item.
select * from {{ ref('int_three_public_line') }} where name_key is not null
