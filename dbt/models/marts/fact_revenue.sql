select
    line_key as revenue_key,
    unit_key,
    department_key,
    case when code <> '' then md5('functional|' || code)[1:16] end as subject_key,
    document_key,
    fiscal_year,
    stage,
    split_part(fund, ':', 1) as fund,
    nullif(split_part(fund, ':', 2), '') as fund_detail,
    nature as source,
    amount_yuan,
    derived,
    quality
from {{ ref('int_placed_line') }}
where family = 'revenue'
