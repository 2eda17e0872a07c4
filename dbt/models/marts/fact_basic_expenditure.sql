select
    line_key as basic_expenditure_key,
    unit_key,
    department_key,
    md5({{ classification_of_fact('family', 'code') }} || '|' || code)[1:16] as subject_key,
    document_key,
    fiscal_year,
    stage,
    fund,
    nature,
    amount_yuan,
    derived,
    quality
from {{ ref('int_placed_line') }}
where family = 'basic'
