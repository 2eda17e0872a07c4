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

years as (
    select
        table_key,
        column_number,
        -- The innermost year of the header path: `近两年收支金额/2023年`.
        cast(list_last(regexp_extract_all(header_path, {{ table_pattern('header_year') }}, 1)) as integer) as header_year,
        regexp_matches(header_path, {{ table_pattern('header_last_year') }}) as says_last_year
    from columns
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
            when tables.default_fund is not null then tables.default_fund
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
        case
            when terms.amount_stage in ('final', 'adjusted_budget', 'original_budget') then terms.amount_stage
            when documents.stage = 'budget' then 'original_budget'
            -- The 三公 table of final accounts prints the adjusted budget, unless its note calls it the one of the year's beginning.
            when terms.amount_stage = 'budget' and tables.table_kind = 'three_public'
                then
                    case
                        when regexp_matches(coalesce(tables.note_text, ''), {{ table_pattern('original_budget_note') }})
                            then 'original_budget'
                        else 'adjusted_budget'
                    end
            when terms.amount_stage = 'budget' then 'original_budget'
            else 'final'
        end as amount_stage
    from columns
    inner join tables on columns.table_key = tables.table_key
    inner join documents on columns.document_key = documents.document_key
    left join terms on columns.table_key = terms.table_key and columns.column_number = terms.column_number
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
