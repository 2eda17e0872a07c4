select
    unit_expenditure_key,
    unit_key,
    department_key,
    fiscal_year,
    stage,
    fund,
    nature,
    cast(sum(amount_yuan) as decimal(24, 2)) as amount_yuan,
    document_key
from {{ ref('int_unit_expenditure') }}
group by unit_expenditure_key, unit_key, department_key, fiscal_year, stage, fund, nature, document_key
