select
    document_key as unit_key, fiscal_year, stage.stage, 'unit_funds' as fund, 'project' as nature, document_key, stage.yuan::decimal(24, 2) as amount_yuan
from {{ ref('dim_document') }}
cross join (values ('original_budget', 8), ('final', 10)) as stage (stage, yuan)
where status = 'loaded'
