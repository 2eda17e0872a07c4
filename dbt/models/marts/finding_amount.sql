select * from {{ ref('int_finding_amount') }}
