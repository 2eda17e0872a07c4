select
    document_key, document_key as disclosure_key, fiscal_year, stage, 3::decimal(24, 2) as printed_yuan,
    3::decimal(24, 2) as loaded_yuan, 0::decimal(24, 2) as unplaced_yuan, 0::decimal(24, 2) as residual_yuan, 1::decimal(24, 4) as tolerance_yuan, true as holds
from {{ ref('dim_document') }} where status = 'loaded'
