{{ config(materialized='table') }}
-- The one build that this file is.
with documents as (
    select
        count(*) as document_count,
        count(*) filter (where status = 'loaded') as loaded_count,
        count(*) filter (where status = 'quarantined') as quarantined_count,
        count(*) filter (where status = 'rejected') as rejected_count
    from {{ ref('dim_document') }}
),

amounts as (
    select count(*) as amount_count from {{ ref('published_amount') }}
),

results as (
    select
        count(*) as result_count,
        count(*) filter (where verdict = 'break') as break_count
    from {{ ref('reconciliation_result') }}
),

aside as (
    select count(*) as set_aside_count from {{ ref('set_aside') }}
)

select
    builds.build_id,
    cast(builds.started_at as timestamptz) as started_at,
    cast(now() as timestamptz) as finished_at,
    builds.code_version,
    '{{ seeds_version() }}' as seeds_version,
    builds.extractor_version,
    cast(documents.document_count as integer) as document_count,
    cast(documents.loaded_count as integer) as loaded_count,
    cast(documents.quarantined_count as integer) as quarantined_count,
    cast(documents.rejected_count as integer) as rejected_count,
    cast(aside.set_aside_count as bigint) as set_aside_count,
    cast(amounts.amount_count as bigint) as amount_count,
    cast(results.result_count as bigint) as result_count,
    cast(results.break_count as bigint) as break_count
from {{ source('raw', 'build') }} as builds
cross join documents
cross join amounts
cross join results
cross join aside
