with own_documents as (
    select
        lines.unit_key,
        lines.department_key,
        lines.fiscal_year,
        lines.stage,
        lines.fund,
        lines.nature,
        lines.document_key,
        sum(lines.amount_yuan) as amount_yuan
    from {{ ref('int_placed_line') }} as lines
    inner join {{ ref('int_disclosure') }} as disclosures on lines.document_key = disclosures.document_key
    where lines.family = 'expenditure' and coalesce(disclosures.level, 'unit') <> 'department'
    group by lines.unit_key, lines.department_key, lines.fiscal_year, lines.stage, lines.fund, lines.nature, lines.document_key
),

department_rows as (
    select * from {{ ref('int_placed_unit_line') }}
),

lines as (
    select
        unit_key,
        department_key,
        fiscal_year,
        stage,
        fund,
        nature,
        document_key,
        amount_yuan
    from own_documents
    union all
    select
        unit_key,
        department_key,
        fiscal_year,
        stage,
        fund,
        nature,
        document_key,
        amount_yuan
    from department_rows
)

select
    md5(concat_ws('|', unit_key, fiscal_year, stage, fund, nature))[1:16] as unit_expenditure_key,
    unit_key,
    department_key,
    fiscal_year,
    stage,
    fund,
    nature,
    cast(amount_yuan as decimal(24, 2)) as amount_yuan,
    document_key
from lines
