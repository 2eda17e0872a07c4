select * exclude (last_digit_yuan, lead) from {{ ref('doc_prose_figure') }}
