-- The one build that this file is.
with documents as (
    select * from {{ ref('int_document') }}
),

amounts as (
    select count(*) as amount_count from {{ ref('int_amount') }}
),

results as (
    select
        count(*) as result_count,
        count(*) filter (where verdict = 'break') as break_count
    from {{ ref('int_result') }}
)

select
    '{{ var("build_id") }}' as build_id,
    cast('{{ var("started_at") }}' as timestamptz) as started_at,
    cast(now() as timestamptz) as finished_at,
    '{{ var("code_version") }}' as code_version,
    '{{ seeds_version() }}' as seeds_version,
    '{{ var("extractor_version") }}' as extractor_version,
    cast(count(*) as integer) as document_count,
    cast(count(*) filter (where documents.status = 'loaded') as integer) as loaded_count,
    cast(count(*) filter (where documents.status = 'quarantined') as integer) as quarantined_count,
    cast(count(*) filter (where documents.status = 'rejected') as integer) as rejected_count,
    cast(any_value(amounts.amount_count) as bigint) as amount_count,
    cast(any_value(results.result_count) as bigint) as result_count,
    cast(any_value(results.break_count) as bigint) as break_count
from amounts
cross join results
left join documents on true
