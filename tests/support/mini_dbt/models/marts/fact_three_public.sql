select unit_key, fiscal_year, stage, 'hospitality' as item, amount_yuan
from {{ ref('fact_unit_expenditure') }} where false
