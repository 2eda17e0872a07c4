-- Lines of projects. Grain: one line.
select
    listed_line_key as project_line_key,
    item_key as project_key,
    document_key,
    document_stage,
    fiscal_year,
    table_key,
    table_kind,
    stage,
    item_code as project_code,
    item_name as project_name,
    heading as parent_project,
    is_transfer,
    unit_name,
    name_key,
    fund,
    fund_detail,
    source,
    amount_yuan,
    tolerance_yuan,
    terms,
    derived,
    execution_rate,
    score
from {{ ref('int_listed_line') }}
where fact = 'fact_project'
