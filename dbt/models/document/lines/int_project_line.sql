-- Deepest project rows of a document, by fund where the row prints them, else their total. Grain: one printed amount.
select
    amount_key,
    document_key,
    document_stage,
    amount_fiscal_year as fiscal_year,
    amount_stage as stage,
    row_code as project_code,
    row_label as project_name,
    unit_label as unit_name,
    {{ normalise_name('unit_label') }} as name_key,
    coalesce(fund, 'other_funds') as fund,
    coalesce(period, 'not_stated') as source,
    amount_yuan,
    corrected_amount_yuan is not null as is_corrected
from {{ ref('int_usable_amount') }}
where table_kind = 'project' and row_entity = 'project' and amount_yuan <> 0 and is_leaf
qualify sum_role = 'part' or not bool_or(sum_role = 'part') over (partition by table_key, position)
