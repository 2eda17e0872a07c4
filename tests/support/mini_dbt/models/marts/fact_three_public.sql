select
    unit_key, unit_key as department_key, fiscal_year, stage, 'hospitality' as item, true as is_three_public, amount_yuan
from {{ ref('fact_unit_expenditure') }} where false
