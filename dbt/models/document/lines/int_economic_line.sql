-- Expenditure of a document by economic subject, fund and nature, adding up to the totals of the tables that speak; what they print
-- beyond their subjects stands without one. Grain: one line.
with documents as (
    select
        document_key,
        fiscal_year
    from {{ ref('int_document') }}
),

lines as (
    select
        *,
        split_part(fund, ':', 1) as plain_fund,
        coalesce(nullif(split_part(fund, ':', 2), ''), 'not_stated') as spent_on
    from {{ ref('int_fund_line') }}
    where fact = 'fact_economic_expenditure'
),

-- What no column says is of the fund that the whole table is of.
funded as (
    select
        *,
        case
            when plain_fund <> 'other_funds' then plain_fund
            when count(distinct case when plain_fund <> 'other_funds' then plain_fund end) over (partition by table_key) = 1
                then max(case when plain_fund <> 'other_funds' then plain_fund end) over (partition by table_key)
            else 'other_funds'
        end as line_fund
    from lines
)

select
    md5(concat_ws('|', funded.document_key, funded.stage, funded.code, funded.line_fund, funded.spent_on))[1:16] as economic_line_key,
    funded.document_key,
    documents.fiscal_year,
    funded.stage,
    nullif(split_part(funded.code, '|', 1), '') as economic_code,
    nullif(split_part(funded.code, '|', 2), '') as second_code,
    funded.line_fund as fund,
    funded.spent_on as nature,
    sum(funded.amount_yuan) as amount_yuan,
    flatten(list(funded.terms order by funded.terms[1].amount_key)) as terms,
    bool_or(funded.derived) as derived
from funded
inner join documents on funded.document_key = documents.document_key
group by funded.document_key, documents.fiscal_year, funded.stage, funded.code, funded.line_fund, funded.spent_on
