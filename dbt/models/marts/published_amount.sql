select * exclude (yuan_per_unit, half_unit_yuan) from {{ ref('doc_amount') }}
