select * from {{ ref('int_finding_result') }}
