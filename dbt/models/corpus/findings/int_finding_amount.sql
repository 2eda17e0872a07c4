-- Figures that findings hold to be wrong, or that may be. Grain: one figure of a finding.
with corpus_amounts as (
    select
        document_key,
        finding_key,
        unnest(amounts) as amount
    from {{ ref('int_corpus_fault') }}
    where row_kind = 'row'
),

prose as (
    select prose_figure_key from {{ ref('doc_prose_figure') }}
)

select
    *,
    false as spans_documents
from {{ ref('doc_finding_amount') }}
union all
select
    corpus_amounts.document_key,
    corpus_amounts.finding_key,
    case when prose.prose_figure_key is null then corpus_amounts.amount.amount_key end as amount_key,
    prose.prose_figure_key,
    corpus_amounts.amount.role,
    corpus_amounts.amount.shift_yuan,
    corpus_amounts.amount.likelihood_rank,
    true as spans_documents
from corpus_amounts
left join prose on corpus_amounts.amount.amount_key = prose.prose_figure_key
