select
    line_key as expenditure_key,
    unit_key,
    department_key,
    md5('functional|' || code)[1:16] as subject_key,
    case when code like '%*' then 'unplaced' else case length(code) when 3 then 'class' when 5 then 'section' when 7 then 'item' end end as subject_level,
    document_key,
    fiscal_year,
    stage,
    fund,
    nature,
    amount_yuan,
    derived,
    quality
from {{ ref('int_placed_line') }}
where family = 'expenditure'
