select
    lines.line_key as expenditure_key,
    lines.unit_key,
    lines.department_key,
    subjects.subject_key,
    subjects.level as subject_level,
    lines.document_key,
    lines.fiscal_year,
    lines.stage,
    lines.fund,
    lines.nature,
    lines.amount_yuan,
    lines.derived,
    lines.quality
from {{ ref('int_placed_line') }} as lines
left join {{ ref('dim_subject') }} as subjects
    on {{ is_subject_of('subjects', "'functional'", 'lines.code', 'lines.fiscal_year') }}
where lines.family = 'expenditure'
