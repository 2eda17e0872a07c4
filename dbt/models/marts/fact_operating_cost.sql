select
    lines.operating_cost_line_key,
    lines.unit_key,
    lines.department_key,
    subjects.subject_key,
    lines.document_key,
    lines.fiscal_year,
    lines.stage,
    lines.told_by,
    lines.prose_figure_key,
    cast(lines.amount_yuan as decimal(24, 2)) as amount_yuan,
    lines.derived,
    lines.quality
from {{ ref('int_placed_operating_cost') }} as lines
left join {{ ref('dim_subject') }} as subjects
    on {{ is_subject_of('subjects', classification_of_fact("'basic'", 'lines.code'), 'lines.code', 'lines.fiscal_year') }}
