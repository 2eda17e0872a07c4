-- Everything that was set aside: parts of documents, and documents that dbt could not carry through the document stage.
select
    document_key,
    table_key,
    result_key,
    part,
    part_key,
    promise,
    detail,
    page_number,
    rule_id
from {{ ref('doc_set_aside') }}
union all
select
    document_key,
    cast(null as varchar) as table_key,
    cast(null as varchar) as result_key,
    'document' as part,
    cast(null as varchar) as part_key,
    promise,
    detail,
    cast(null as integer) as page_number,
    cast(null as varchar) as rule_id
from {{ source('raw', 'refused') }}
where document_key in (select document_key from {{ source('raw', 'affected') }})
