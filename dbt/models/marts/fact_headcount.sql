-- Numbers of persons that narratives of speaking documents tell of their bodies.
select
    headcounts.headcount_key,
    disclosures.unit_key,
    disclosures.department_key,
    headcounts.document_key,
    headcounts.page_number,
    disclosures.fiscal_year,
    disclosures.stage,
    headcounts.kind,
    headcounts.part,
    headcounts.person_count,
    headcounts.as_of_year,
    headcounts.printed_words,
    headcounts.sentence,
    case when headcounts.is_proved then 'verified' else 'unverified' end as quality
from {{ ref('doc_headcount') }} as headcounts
inner join {{ ref('int_disclosure') }} as disclosures on headcounts.document_key = disclosures.document_key
where disclosures.superseded_by is null
