-- Files of the documents that this build makes anew, one row per document: the first file by name speaks where several have the same
-- bytes.
with manifest as (
    select * from {{ source('raw', 'manifest') }}
)

select
    file_name,
    document_key,
    sha256,
    is_sample,
    set_name,
    extractor_version,
    byte_size,
    first_loaded_at,
    source_url,
    published_on,
    nullif(trim(declared_publisher_name), '') as declared_publisher_name,
    declared_fiscal_year,
    declared_stage,
    declared_level,
    file_status,
    file_status_reason,
    path_on_disk
from manifest
where document_key in (select document_key from {{ source('raw', 'affected') }})
qualify row_number() over (
    partition by document_key
    order by case file_status when 'found' then 0 when 'unreadable' then 1 else 2 end, file_name
) = 1
