-- One row per grid column with its meaning: measure, fund, nature, period, item, year and stage.
with columns as (
    select * from {{ ref('stg_column') }}
),

tables as (
    select * from {{ ref('int_table_kind') }}
),

documents as (
    select * from {{ ref('stg_document') }}
),

terms as (
    select
        table_key,
        column_number,
        max(value) filter (where kind = 'block') as side,
        max(value) filter (where kind = 'entity') as entity,
        max(value) filter (where kind = 'measure') as measure,
        max(value) filter (where kind = 'sum_role') as sum_role,
        max(value) filter (where kind = 'period') as period,
        max(value) filter (where kind = 'fund') as fund,
        max(value) filter (where kind = 'fund_detail') as fund_detail,
        max(value) filter (where kind = 'nature') as nature,
        max(value) filter (where kind = 'item') as item,
        max(value) filter (where kind = 'amount_stage') as amount_stage
    from {{ ref('int_column_term') }}
    group by table_key, column_number
),

-- A table of one fund by its title whose columns name others is of all of these: a column that names none is a total of them, and
-- 财政拨款 is that fund only as long as no other of the three budgets is named.
of_several_funds as (
    select
        terms.table_key,
        bool_or(terms.fund in ('general_public_budget', 'government_fund', 'state_capital')) as names_budget
    from terms
    inner join tables on terms.table_key = tables.table_key
    where tables.default_fund is not null and terms.fund not in ('fiscal_appropriation', tables.default_fund)
    group by terms.table_key
),

last_years as (
    select {{ table_pattern('row_last_year') }} as pattern
),

years as (
    select
        table_key,
        column_number,
        -- The innermost year of the header path: `近两年收支金额/2023年`.
        cast(list_last(regexp_extract_all(header_path, {{ table_pattern('header_year') }}, 1)) as integer) as header_year,
        -- A heading may say it in full (上年预算数) or alone above its columns (上年/合计), as a row does.
        regexp_matches(header_path, {{ table_pattern('header_last_year') }})
        or len(list_filter(string_split(header_path, '/'), lambda part: regexp_matches(part, last_years.pattern))) > 0
            as says_last_year
    from columns
    cross join last_years
),

meant as (
    select
        columns.document_key,
        columns.table_key,
        columns.column_number,
        columns.block_number,
        columns.block,
        columns.role,
        columns.header_path as column_path,
        columns.x0,
        {{ stated_unit('columns.header_path') }} as stated_unit,
        tables.table_kind,
        terms.side,
        terms.entity,
        coalesce(terms.sum_role, 'part') as sum_role,
        coalesce(terms.measure, tables.default_measure) as measure,
        terms.measure as said_measure,
        -- In a two-sided table `本年收入` is the name of a half, not of a period.
        case when tables.table_kind not in ('revenue_expenditure_summary', 'fiscal_appropriation_summary') then terms.period end as period,
        case
            when coalesce(terms.fund, 'fiscal_appropriation') <> 'fiscal_appropriation' then terms.fund
            when
                tables.default_fund is not null
                and (of_several_funds.table_key is null or (terms.fund is not null and not of_several_funds.names_budget))
                then tables.default_fund
            -- The whole table is of fiscal appropriation: said of one column it adds nothing.
            when tables.table_kind <> 'fiscal_appropriation_summary' then terms.fund
        end as fund,
        terms.fund_detail,
        coalesce(terms.nature, tables.default_nature) as nature,
        terms.item,
        case
            when years.header_year is not null then years.header_year
            when years.says_last_year then documents.fiscal_year - 1
            else documents.fiscal_year
        end as amount_fiscal_year,
        {{ amount_stage('terms.amount_stage', 'documents.stage', 'tables.table_kind', 'tables.note_text') }} as amount_stage
    from columns
    inner join tables on columns.table_key = tables.table_key
    inner join documents on columns.document_key = documents.document_key
    left join terms on columns.table_key = terms.table_key and columns.column_number = terms.column_number
    left join of_several_funds on columns.table_key = of_several_funds.table_key
    left join years on columns.table_key = years.table_key and columns.column_number = years.column_number
)

select
    *,
    -- 支出总表 by fund is another table than 支出总表 by nature: with carry-over in it its total is another total. A nature that
    -- implies a fund (事业单位经营支出) makes no table by fund.
    case
        when table_kind = 'expenditure' and bool_or(role = 'value' and fund is not null and nature is null) over (partition by table_key)
            then 'by_fund'
        else 'by_nature'
    end as layout
from meant
