select
    line_key as three_public_key,
    unit_key,
    department_key,
    document_key,
    fiscal_year,
    stage,
    code as item,
    code not in ('conference', 'training') as is_three_public,
    amount_yuan,
    derived,
    quality
from {{ ref('int_placed_line') }}
where family = 'three_public'
