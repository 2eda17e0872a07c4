-- What the narrative of a speaking document states of its body in another year or stage. Grain: one figure of the narrative.
select
    figures.*,
    disclosures.unit_key
from {{ ref('doc_prose_comparative') }} as figures
inner join {{ ref('int_disclosure') }} as disclosures on figures.document_key = disclosures.document_key
where disclosures.superseded_by is null
