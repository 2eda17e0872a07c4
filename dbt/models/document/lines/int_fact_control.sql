-- What a document prints as the total of revenue, 三公, basic expenditure, projects, purchases and 机关运行经费, beside the
-- sum of its own lines. Grain: one document, fact and stage.
with whole_rows as (
    select
        *,
        bool_or(is_total and fund is null) over (partition by table_key, stage, row_position) as has_sum
    from {{ ref('int_fund_figure') }}
    where is_whole
),

fund_rows as (
    select
        document_key,
        fact,
        table_key,
        stage,
        row_position,
        fund is null and period is null as is_whole_sum,
        coalesce(period, '') as period,
        max(amount_yuan) as amount_yuan,
        arg_max(amount_key, (amount_yuan, amount_key)) as amount_key,
        max(half_unit_yuan) as half_unit_yuan
    from whole_rows
    where is_total and fund is null
    group by all
    union all by name
    -- A row that prints its funds alone prints its total in them.
    select
        document_key,
        fact,
        table_key,
        stage,
        row_position,
        true as is_whole_sum,
        '' as period,
        sum(amount_yuan) as amount_yuan,
        arg_max(amount_key, (amount_yuan, amount_key)) as amount_key,
        max(half_unit_yuan) * count(*) as half_unit_yuan
    from whole_rows
    where not has_sum and fact = 'fact_economic_expenditure'
    group by document_key, fact, table_key, stage, row_position
),

-- A table that prints sums of periods alone prints no other total.
fund_sums as (
    select * from fund_rows
    qualify is_whole_sum or not bool_or(is_whole_sum) over (partition by table_key, stage, row_position)
),

sums as (
    select
        document_key,
        fact,
        stage,
        amount_yuan,
        amount_key,
        half_unit_yuan
    from fund_sums
    union all
    select
        document_key,
        'fact_three_public' as fact,
        amount_stage as stage,
        amount_yuan,
        amount_key,
        half_unit_yuan
    from {{ ref('int_three_public_figure') }}
    where item = 'three_public'
    union all
    select
        document_key,
        'fact_basic_expenditure' as fact,
        stage,
        amount_yuan,
        amount_key,
        half_unit_yuan
    from {{ ref('int_basic_figure') }}
    where is_total
),

printed as (
    select
        document_key,
        fact,
        stage,
        sum(amount_yuan) as printed_yuan,
        arg_max(amount_key, (amount_yuan, amount_key)) as printed_amount_key,
        max(half_unit_yuan) as half_unit_yuan,
        count(*) as figure_count
    from sums
    group by document_key, fact, stage
),

lines as (
    -- A list without a printed total is held to none.
    select
        document_key,
        fact,
        stage,
        amount_yuan
    from {{ ref('int_fund_line') }}
    where table_key in (select table_key from fund_sums)
    union all
    select
        document_key,
        'fact_three_public' as fact,
        stage,
        amount_yuan
    from {{ ref('int_three_public_line') }}
    where name_key is null and code not in ('conference', 'training')
    union all
    select
        document_key,
        'fact_basic_expenditure' as fact,
        stage,
        amount_yuan
    from {{ ref('int_basic_figure') }}
    where not is_total and amount_yuan <> 0 and table_key in (select table_key from {{ ref('int_basic_figure') }} where is_total)
    union all
    select
        document_key,
        'fact_basic_expenditure' as fact,
        stage,
        amount_yuan
    from {{ ref('int_unplaced_line') }}
    where family = 'basic'
),

summed as (
    select
        document_key,
        fact,
        stage,
        sum(amount_yuan) as lines_yuan,
        count(*) as line_count
    from lines
    group by document_key, fact, stage
)

select
    printed.document_key,
    printed.fact,
    printed.stage,
    printed.printed_amount_key,
    printed.printed_yuan,
    coalesce(summed.lines_yuan, 0) as lines_yuan,
    -- Each line brings half a unit of the last decimal, and so does each printed total.
    cast(printed.half_unit_yuan * (coalesce(summed.line_count, 0) + printed.figure_count) as decimal(24, 4)) as tolerance_yuan
from printed
left join summed
    on printed.document_key = summed.document_key and printed.fact = summed.fact and printed.stage = summed.stage
