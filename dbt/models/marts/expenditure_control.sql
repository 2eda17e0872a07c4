-- Grain: one speaking document. What it prints as the expenditure of the year beside what the facts hold for its body.
with disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

figures as (
    select * from {{ ref('int_spoken_amount') }} where fund is null and nature is null and period is null and is_own_stage
),

-- 本年支出合计 of the summary speaks; without it the total row of the expenditure table.
printed as (
    select
        figures.document_key,
        figures.amount_key,
        figures.amount_yuan,
        figures.half_unit_yuan
    from figures
    where
        (
            figures.table_kind = 'revenue_expenditure_summary' and figures.side = 'expenditure'
            and figures.row_role = 'current_year_total'
        )
        or (figures.table_kind = 'expenditure' and figures.row_role = 'total')
    qualify row_number() over (
        partition by figures.document_key
        order by case figures.table_kind when 'expenditure' then 1 else 0 end, figures.table_key, figures.position
    ) = 1
),

facts as (
    select * from {{ ref('fact_expenditure') }}
),

loaded as (
    select
        disclosures.document_key,
        sum(facts.amount_yuan) as amount_yuan,
        count(*) as line_count
    from disclosures
    inner join facts
        on
            disclosures.fiscal_year = facts.fiscal_year
            and facts.stage = case disclosures.stage when 'final' then 'final' else 'original_budget' end
            and case disclosures.level when 'department' then facts.department_key else facts.unit_key end
            = case disclosures.level when 'department' then disclosures.department_key else disclosures.unit_key end
    group by disclosures.document_key
)

select
    disclosures.document_key,
    disclosures.disclosure_key,
    disclosures.unit_key,
    disclosures.fiscal_year,
    disclosures.stage,
    printed.amount_key as printed_amount_key,
    printed.amount_yuan as printed_yuan,
    cast(coalesce(loaded.amount_yuan, 0) as decimal(24, 2)) as loaded_yuan,
    cast(coalesce(loaded.amount_yuan, 0) - printed.amount_yuan as decimal(24, 2)) as residual_yuan,
    -- Each fact brings half a unit of the last decimal, and so does the printed total.
    cast(printed.half_unit_yuan * (coalesce(loaded.line_count, 0) + 1) as decimal(24, 4)) as tolerance_yuan,
    abs(coalesce(loaded.amount_yuan, 0) - printed.amount_yuan) <= printed.half_unit_yuan * (coalesce(loaded.line_count, 0) + 1) as holds
from disclosures
left join printed on disclosures.document_key = printed.document_key
left join loaded on disclosures.document_key = loaded.document_key
