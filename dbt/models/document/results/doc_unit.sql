-- Bodies that a document's tables name. Grain: one name, code and department of a document.
select * from {{ ref('int_unit_mention') }}
