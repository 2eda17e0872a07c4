select
    unit_key as project_line_key, unit_key as project_key, unit_key, unit_name, document_key, fiscal_year, stage,
    '<b>项目</b>' as project_name, false as is_transfer, amount_yuan
from {{ ref('v_expenditure') }}
