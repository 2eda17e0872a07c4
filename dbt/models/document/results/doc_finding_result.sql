-- Results that a finding explains. Grain: one result of a finding.
select
    document_key,
    finding_key,
    unnest(result_keys) as result_key
from {{ ref('int_fault') }}
where row_kind = 'row'
union all
select
    document_key,
    {{ layout_finding_key('table_key') }} as finding_key,
    result_key
from {{ ref('int_layout_doubt') }}
union all
select
    document_key,
    {{ slip_finding_key('table_key', 'column_number') }} as finding_key,
    result_key
from {{ ref('int_row_slip') }}
