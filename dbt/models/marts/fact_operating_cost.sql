select
    operating_cost_line_key,
    unit_key,
    department_key,
    case
        when code <> '' then md5(case when code like '5%' then 'government_economic|' else 'economic|' end || code)[1:16]
    end as subject_key,
    document_key,
    fiscal_year,
    stage,
    told_by,
    prose_figure_key,
    cast(amount_yuan as decimal(24, 2)) as amount_yuan,
    derived,
    quality
from {{ ref('int_placed_operating_cost') }}
