select document_key, table_key, result_key, part, promise, detail, page_number, rule_id from {{ ref('doc_set_aside') }}
union all
select document_key, null, null, 'document', promise, detail, null, null from {{ source('raw', 'refused') }}
