-- What each row of a table of revenue, projects or purchases is made of, by fund and period, so that it adds up to the row's total:
-- parts where they make up the sum over them, else that sum; what a sum prints beyond its funds is derived. Grain: one line of a row.
with cells as (
    select
        * replace (case when is_total then fund else coalesce(fund, 'other_funds') end as fund),
        -- 收入决算表 prints the revenue of the year alone.
        coalesce(period, case when document_stage = 'final' and fact = 'fact_revenue' then 'this_year' else 'not_stated' end) as source,
        fund is null and period is null and is_total as is_whole_sum
    from {{ ref('int_fund_figure') }}
),

funds as (
    select
        table_key,
        stage,
        row_position,
        fund,
        source,
        max(amount_yuan) filter (where is_total) as total_yuan,
        arg_max(amount_key, (amount_yuan, amount_key)) filter (where is_total) as total_key,
        coalesce(sum(amount_yuan) filter (where not is_total), 0) as parts_yuan,
        max(half_unit_yuan) * count(*) as bound_yuan
    from cells
    where fund is not null
    group by table_key, stage, row_position, fund, source
),

-- The columns of a fund speak for its total where they add up to it, else the total speaks.
printed as (
    select
        cells.* exclude (amount_key, period, is_total, is_whole_sum),
        {{ own_term('cells.amount_key') }} as terms,
        sum(cells.amount_yuan) filter (where cells.fund in ('general_public_budget', 'government_fund', 'state_capital'))
            over one_source as budgets_yuan,
        sum(cells.amount_yuan) filter (where cells.fund = 'fiscal_appropriation') over one_source as appropriation_yuan,
        cells.half_unit_yuan * count(*) over one_source as bound_yuan
    from cells
    inner join funds
        on
            cells.table_key = funds.table_key and cells.stage = funds.stage and cells.row_position = funds.row_position
            and cells.fund = funds.fund and cells.source = funds.source
    where
        case
            when funds.total_yuan is null or abs(funds.total_yuan - funds.parts_yuan) <= funds.bound_yuan
                then not cells.is_total or funds.parts_yuan = 0 and cells.amount_key = funds.total_key
            else cells.amount_key = funds.total_key
        end
    window one_source as (partition by cells.table_key, cells.stage, cells.row_position, cells.source)
),

-- 财政拨款 is the sum of the three budgets where these are printed: only what it prints beyond them is a line.
of_funds as (
    select
        * exclude (budgets_yuan, appropriation_yuan, bound_yuan),
        false as derived
    from printed
    where fund <> 'fiscal_appropriation' or coalesce(budgets_yuan, 0) = 0
    union all by name
    select
        document_key,
        document_stage,
        fact,
        table_key,
        stage,
        row_position,
        any_value(is_whole) as is_whole,
        any_value(code) as code,
        'fiscal_appropriation' as fund,
        null as fund_detail,
        any_value(appropriation_yuan) - any_value(budgets_yuan) as amount_yuan,
        max(bound_yuan) as half_unit_yuan,
        source,
        flatten(list(case when fund = 'fiscal_appropriation' then terms else {{ minus_terms('terms') }} end order by terms[1].amount_key))
            as terms,
        true as derived
    from printed
    where fund in ('fiscal_appropriation', 'general_public_budget', 'government_fund', 'state_capital')
    group by document_key, document_stage, fact, table_key, stage, row_position, source
    having any_value(appropriation_yuan) - any_value(budgets_yuan) > max(bound_yuan) and any_value(budgets_yuan) <> 0
),

-- The sums of a period, and of the whole row.
sums as (
    select
        document_key,
        document_stage,
        fact,
        table_key,
        stage,
        row_position,
        source,
        is_whole_sum,
        is_whole,
        code,
        max(amount_yuan) as amount_yuan,
        {{ own_term('arg_max(amount_key, (amount_yuan, amount_key))') }} as terms,
        max(half_unit_yuan) as half_unit_yuan
    from cells
    where is_total and fund is null
    group by document_key, document_stage, fact, table_key, stage, row_position, source, is_whole_sum, is_whole, code
),

fund_sums as (
    select
        table_key,
        stage,
        row_position,
        source,
        sum(amount_yuan) as amount_yuan,
        count(*) as line_count,
        flatten(list({{ minus_terms('terms') }} order by terms[1].amount_key)) as minus_terms
    from of_funds
    group by table_key, stage, row_position, source
),

-- What the sum of a period prints beyond its funds.
of_periods as (
    select
        * exclude (half_unit_yuan),
        half_unit_yuan as tolerance_yuan
    from of_funds
    union all by name
    select
        sums.* exclude (is_whole_sum, half_unit_yuan) replace (
            sums.amount_yuan - coalesce(fund_sums.amount_yuan, 0) as amount_yuan,
            {{ net_terms('(sums.terms || coalesce(fund_sums.minus_terms, []))') }} as terms
        ),
        'other_funds' as fund,
        null as fund_detail,
        sums.half_unit_yuan * (coalesce(fund_sums.line_count, 0) + 1) as tolerance_yuan,
        fund_sums.table_key is not null as derived
    from sums
    left join fund_sums
        on
            sums.table_key = fund_sums.table_key and sums.stage = fund_sums.stage
            and sums.row_position = fund_sums.row_position and sums.source = fund_sums.source
    where
        not sums.is_whole_sum
        and sums.amount_yuan - coalesce(fund_sums.amount_yuan, 0) > sums.half_unit_yuan * (coalesce(fund_sums.line_count, 0) + 1)
),

line_sums as (
    select
        table_key,
        stage,
        row_position,
        sum(amount_yuan) as lines_yuan,
        count(*) as line_count,
        flatten(list({{ minus_terms('terms') }} order by terms[1].amount_key)) as minus_terms
    from of_periods
    group by table_key, stage, row_position
),

row_sums as (
    select
        sums.* exclude (is_whole_sum, half_unit_yuan),
        coalesce(line_sums.lines_yuan, 0) as lines_yuan,
        coalesce(line_sums.minus_terms, []) as minus_terms,
        line_sums.table_key is not null as has_lines,
        sums.half_unit_yuan * (coalesce(line_sums.line_count, 0) + 1) as bound_yuan
    from sums
    left join line_sums
        on sums.table_key = line_sums.table_key and sums.stage = line_sums.stage and sums.row_position = line_sums.row_position
    where sums.is_whole_sum
)

-- A row whose funds are more than its total says nothing of them: the total alone is sure.
select of_periods.*
from of_periods
left join row_sums
    on of_periods.table_key = row_sums.table_key and of_periods.stage = row_sums.stage and of_periods.row_position = row_sums.row_position
where coalesce(row_sums.lines_yuan - row_sums.amount_yuan <= row_sums.bound_yuan, true)
union all by name
select
    document_key,
    document_stage,
    fact,
    table_key,
    stage,
    row_position,
    source,
    is_whole,
    code,
    'other_funds' as fund,
    null as fund_detail,
    case when lines_yuan > amount_yuan then amount_yuan else amount_yuan - lines_yuan end as amount_yuan,
    case when lines_yuan > amount_yuan then terms else {{ net_terms('(terms || minus_terms)') }} end as terms,
    bound_yuan as tolerance_yuan,
    lines_yuan <= amount_yuan and has_lines as derived
from row_sums
where abs(amount_yuan - lines_yuan) > bound_yuan
