-- What is printed as the expenditure of the year beside what the facts hold for the body.
with disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

controls as (
    select * from {{ ref('doc_control') }}
),

facts as (
    select * from {{ ref('fact_expenditure') }}
),

loaded as (
    select
        disclosures.document_key,
        sum(facts.amount_yuan) as amount_yuan,
        coalesce(sum(facts.amount_yuan) filter (where facts.subject_level = 'unplaced'), 0) as unplaced_yuan,
        count(*) as line_count
    from disclosures
    inner join facts
        on
            disclosures.fiscal_year = facts.fiscal_year
            and facts.stage = case disclosures.stage when 'final' then 'final' else 'original_budget' end
            and case disclosures.level when 'department' then facts.department_key else facts.unit_key end
            = case disclosures.level when 'department' then disclosures.department_key else disclosures.unit_key end
    group by disclosures.document_key
),

compared as (
    select
        disclosures.*,
        controls.printed_amount_key,
        controls.printed_yuan,
        coalesce(loaded.amount_yuan, 0) as loaded_yuan,
        coalesce(loaded.unplaced_yuan, 0) as unplaced_yuan,
        controls.half_unit_yuan * (coalesce(loaded.line_count, 0) + 1) as bound_yuan
    from disclosures
    inner join controls on disclosures.document_key = controls.document_key
    left join loaded on disclosures.document_key = loaded.document_key
    -- Of the files of one disclosure the one with the tables prints it.
    qualify
        row_number() over (
            partition by disclosures.disclosure_key
            order by case when controls.printed_yuan is null then 1 else 0 end, disclosures.document_key
        ) = 1
)

select
    document_key,
    disclosure_key,
    unit_key,
    fiscal_year,
    stage,
    printed_amount_key,
    printed_yuan,
    cast(loaded_yuan as decimal(24, 2)) as loaded_yuan,
    cast(unplaced_yuan as decimal(24, 2)) as unplaced_yuan,
    cast(loaded_yuan - printed_yuan as decimal(24, 2)) as residual_yuan,
    -- Each fact brings half a unit of the last decimal, and so does the printed total.
    cast(bound_yuan as decimal(24, 4)) as tolerance_yuan,
    abs(loaded_yuan - printed_yuan) <= bound_yuan as holds
from compared
