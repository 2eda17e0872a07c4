select
    line_key as expenditure_key,
    unit_key,
    department_key,
    md5('functional|' || code)[1:16] as subject_key,
    case
        when code like '%*' then 'unplaced'
        when length(code) = 3 then 'class'
        when length(code) = 5 then 'section'
        when length(code) = 7 then 'item'
    end as subject_level,
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
