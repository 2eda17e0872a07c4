select
    lines.economic_line_key,
    lines.unit_key,
    lines.department_key,
    subjects.subject_key,
    lines.second_code as government_economic_code,
    lines.document_key,
    lines.fiscal_year,
    lines.stage,
    lines.fund,
    lines.nature,
    cast(lines.amount_yuan as decimal(24, 2)) as amount_yuan,
    lines.derived,
    lines.quality
from {{ ref('int_placed_economic') }} as lines
left join {{ ref('dim_subject') }} as subjects
    on {{ is_subject_of('subjects', classification_of_fact("'basic'", 'lines.economic_code'), 'lines.economic_code', 'lines.fiscal_year') }}
