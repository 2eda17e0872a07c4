with parts as (
    select * from {{ ref('int_set_aside') }}
    union all by name
    select
        document_key,
        table_key,
        result_key,
        case when result_key is not null then 'identity' else 'analysis' end as part,
        promise,
        detail
    from {{ ref('int_corpus_fault') }}
    where row_kind = 'set_aside'
)

select
    md5(concat_ws('|', document_key, table_key, result_key, part, part_key, promise))[1:16] as set_aside_key,
    any_value(document_key) as document_key,
    any_value(table_key) as table_key,
    any_value(result_key) as result_key,
    any_value(part) as part,
    any_value(promise) as promise,
    min(coalesce(detail, 'nothing is said')) as detail,
    min(page_number) as page_number,
    min(rule_id) as rule_id
from parts
group by 1
