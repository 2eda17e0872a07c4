-- Lines of purchases. Grain: one line.
select
    listed_line_key as procurement_line_key,
    item_key,
    document_key,
    document_stage,
    fiscal_year,
    table_key,
    case when is_of_services then 'purchased_services' else 'procurement' end as purchase_kind,
    stage,
    heading as category,
    item_name as item,
    item_detail,
    quantity_text,
    unit_name,
    fund,
    fund_detail,
    source,
    amount_yuan,
    tolerance_yuan,
    terms,
    derived
from {{ ref('int_listed_line') }}
where fact = 'fact_procurement'
