-- Terms of the identities within a document. Grain: one figure on one side of one identity.
select
    md5(concat_ws('|', result_key, side, coalesce(amount_key, prose_figure_key)))[1:16] as term_key,
    document_key,
    result_key,
    amount_key,
    prose_figure_key,
    side,
    sign
from {{ ref('int_result_term') }}
