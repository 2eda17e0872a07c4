select
    line_key as basic_expenditure_key,
    unit_key,
    department_key,
    md5(case when regexp_matches(code, '^5') then 'government_economic|' else 'economic|' end || code)[1:16] as subject_key,
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
