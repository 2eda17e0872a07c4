select finding_key, left(finding_key, -2) as result_key from {{ ref('finding') }}
