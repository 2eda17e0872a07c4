select
    fact.unit_key as expenditure_key, null::varchar as province, null::varchar as city, fact.unit_key as department_key,
    unit.unit_name as department_name, fact.unit_key, unit.unit_name, fact.fiscal_year, fact.stage,
    '205' as class_code, '教育支出' as class_name, '教育管理事务' as section_name, '2050101' as subject_code,
    '行政运行' as item_name, '教育支出/行政运行' as subject_name_full, 'item' as subject_level, 'project' as nature,
    'project' as nature_group, fact.fund, fact.unit_key as document_key, 1 as page_number, fact.amount_yuan
from {{ ref('fact_unit_expenditure') }} as fact
inner join {{ ref('dim_unit') }} as unit on fact.unit_key = unit.unit_key
