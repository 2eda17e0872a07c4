select
    md5(concat_ws('|', document_key, table_key, result_key, promise))[1:16] as set_aside_key,
    document_key,
    table_key,
    result_key,
    part,
    promise,
    detail,
    page_number,
    rule_id
from {{ ref('int_set_aside') }}
union all
select
    md5(concat_ws('|', document_key, table_key, result_key, promise))[1:16] as set_aside_key,
    document_key,
    table_key,
    result_key,
    case when result_key is not null then 'identity' else 'analysis' end as part,
    promise,
    detail,
    cast(null as integer) as page_number,
    cast(null as varchar) as rule_id
from {{ ref('int_corpus_fault') }}
where row_kind = 'set_aside'
