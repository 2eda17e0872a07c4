-- Deepest project rows; a unit's own document speaks for its projects, its department's for the others.
with figures as (
    select * from {{ ref('int_spoken_amount') }} where table_kind = 'project' and row_entity = 'project' and amount_yuan <> 0
),

-- Funds where the row prints them; the total where it does not.
leaves as (
    select *
    from figures
    where is_leaf
    qualify sum_role = 'part' or not bool_or(sum_role = 'part') over (partition by table_key, position)
),

placed as (
    select
        *,
        case
            when coalesce(level, 'unit') <> 'department' then publisher_key
            when unit_label is not null then {{ body_key("'unit'", normalise_name('unit_label')) }}
            else {{ body_key("'department_remainder'", 'department_key') }}
        end as unit_key
    from leaves
),

own_documents as (
    select
        unit_key,
        fiscal_year,
        stage
    from {{ ref('int_disclosure') }}
    where superseded_by is null and coalesce(level, 'unit') <> 'department'
)

select
    placed.amount_key as project_amount_key,
    placed.unit_key,
    placed.department_key,
    placed.document_key,
    placed.amount_fiscal_year as fiscal_year,
    placed.amount_stage as stage,
    placed.row_code as project_code,
    placed.row_label as project_name,
    coalesce(placed.fund, 'other_funds') as fund,
    coalesce(placed.period, 'not_stated') as source,
    placed.amount_yuan,
    case when placed.corrected_amount_yuan is null then coalesce(quality.quality, 'unverified') else 'corrected' end as quality
from placed
left join own_documents
    on
        placed.level = 'department' and placed.unit_key = own_documents.unit_key
        and placed.amount_fiscal_year = own_documents.fiscal_year and placed.document_stage = own_documents.stage
left join {{ ref('int_amount_quality') }} as quality on placed.amount_key = quality.amount_key
where own_documents.unit_key is null
