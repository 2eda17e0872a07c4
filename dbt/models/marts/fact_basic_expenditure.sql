select
    lines.line_key as basic_expenditure_key,
    lines.unit_key,
    lines.department_key,
    subjects.subject_key,
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
    on {{ is_subject_of('subjects', classification_of_fact('lines.family', 'lines.code'), 'lines.code', 'lines.fiscal_year') }}
where lines.family = 'basic'
