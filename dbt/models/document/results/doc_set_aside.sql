-- What of a document was set aside because a promise of ours is not kept there. Grain: one part and promise.
with tables as (
    select
        table_key,
        min(page_from) as page_from
    from {{ source('raw', 'table') }}
    group by table_key
),

-- What Python could not judge, locate or outline: readings stay as they are, breaks are said without being located.
not_analysed as (
    select
        document_key,
        table_key,
        result_key,
        promise,
        detail
    from {{ ref('int_judgement') }}
    where row_kind = 'set_aside'
    union all
    select
        document_key,
        table_key,
        result_key,
        promise,
        detail
    from {{ ref('int_fault') }}
    where row_kind = 'set_aside'
    union all
    select
        document_key,
        table_key,
        result_key,
        promise,
        detail
    from {{ ref('int_list_outline') }}
    where row_kind = 'set_aside'
)

select
    broken.document_key,
    broken.table_key,
    cast(null as varchar) as result_key,
    broken.part,
    broken.part_key,
    broken.promise,
    broken.detail,
    tables.page_from as page_number,
    cast(null as varchar) as rule_id
from {{ ref('stg_broken_promise') }} as broken
left join tables on broken.table_key = tables.table_key
union all
select
    document_key,
    table_key,
    result_key,
    'identity' as part,
    cast(null as varchar) as part_key,
    promise,
    concat_ws(' · ', detail, scope) as detail,
    page_number,
    rule_id
from {{ ref('int_broken_identity') }}
union all
select
    document_key,
    table_key,
    result_key,
    case when result_key is not null then 'identity' when table_key is not null then 'table' else 'analysis' end as part,
    cast(null as varchar) as part_key,
    promise,
    detail,
    cast(null as integer) as page_number,
    cast(null as varchar) as rule_id
from not_analysed
union all
select
    document_key,
    cast(null as varchar) as table_key,
    cast(null as varchar) as result_key,
    'document' as part,
    cast(null as varchar) as part_key,
    promise,
    row_count || ' rows do not keep it' as detail,
    cast(null as integer) as page_number,
    cast(null as varchar) as rule_id
from {{ ref('int_broken_document') }}
