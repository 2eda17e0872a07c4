select
    economic_line_key,
    unit_key,
    department_key,
    case when economic_code is not null then md5({{ classification_of_fact("'basic'", 'economic_code') }} || '|' || economic_code)[1:16] end
        as subject_key,
    second_code as government_economic_code,
    document_key,
    fiscal_year,
    stage,
    fund,
    nature,
    cast(amount_yuan as decimal(24, 2)) as amount_yuan,
    derived,
    quality
from {{ ref('int_placed_economic') }}
