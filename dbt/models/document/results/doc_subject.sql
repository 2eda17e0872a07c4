-- Subjects that a loaded document prints, and those below which its sums hold what no line places (their code with an asterisk).
-- Grain: one code and name of a document.
with mentions as (
    select * from {{ ref('int_subject_mention') }}
    union all by name
    select distinct
        document_key,
        {{ classification_of_fact('family', 'code') }} as classification,
        code,
        cast(null as varchar) as name,
        1 as row_count
    from {{ ref('int_unplaced_line') }}
)

select
    mentions.*,
    documents.fiscal_year
from mentions
inner join {{ ref('int_document') }} as documents on mentions.document_key = documents.document_key
where documents.status = 'loaded'
