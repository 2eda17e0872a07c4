select
    lines.line_key as revenue_key,
    lines.unit_key,
    lines.department_key,
    subjects.subject_key,
    lines.document_key,
    lines.fiscal_year,
    lines.stage,
    split_part(fund, ':', 1) as fund,
    nullif(split_part(fund, ':', 2), '') as fund_detail,
    lines.nature as source,
    lines.amount_yuan,
    lines.derived,
    lines.quality
from {{ ref('int_placed_line') }} as lines
left join {{ ref('dim_subject') }} as subjects
    on {{ is_subject_of('subjects', "'functional'", 'lines.code', 'lines.fiscal_year') }}
where lines.family = 'revenue'
