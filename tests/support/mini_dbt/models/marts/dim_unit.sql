select
    document_key as unit_key, null::varchar as unit_code, publisher_name as unit_name, level, document_key as department_key,
    publisher_name as department_name, null::varchar as province, null::varchar as city, null::varchar as district,
    null::varchar as sector
from {{ ref('dim_document') }}
