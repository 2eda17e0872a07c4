select
    document_key, 'fact_revenue' as fact, fiscal_year, 'original_budget' as stage, 3::decimal(24, 2) as printed_yuan,
    3::decimal(24, 2) as lines_yuan, 0::decimal(24, 2) as residual_yuan, 1::decimal(24, 4) as tolerance_yuan, true as holds
from {{ ref('dim_document') }} where status = 'loaded'
