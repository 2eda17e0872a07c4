select
    term_key,
    document_key,
    result_key,
    amount_key,
    prose_figure_key,
    side,
    sign,
    false as spans_documents
from {{ ref('doc_result_term') }}
union all
select
    md5(concat_ws('|', result_key, side, coalesce(amount_key, prose_figure_key)))[1:16] as term_key,
    document_key,
    result_key,
    amount_key,
    prose_figure_key,
    side,
    sign,
    true as spans_documents
from {{ ref('int_corpus_result_term') }}
