-- One row per printed rate of execution beside the budget and the money spent that it is the rate of.
with rate_columns as (
    select
        table_key,
        column_number
    from {{ ref('int_column_term') }}
    where kind = 'rate' and value = 'execution'
),

rates as (
    select
        figures.*,
        length(regexp_extract(figures.amount_text, '\.(\d+)', 1)) as rate_decimals
    from {{ ref('int_amount') }} as figures
    inner join rate_columns on figures.table_key = rate_columns.table_key and figures.column_number = rate_columns.column_number
    where
        figures.measure = 'percent' and not figures.is_repeat and regexp_matches(figures.amount_text, '[%％]')
        and abs(figures.amount) < 1e6
),

-- A rate is of the one budget of the year and the one figure spent that stand in its row.
money as (
    select
        table_key,
        position,
        min(amount_key) filter (where amount_stage = 'adjusted_budget') as budget_key,
        min(amount_yuan) filter (where amount_stage = 'adjusted_budget') as budget_yuan,
        min(amount_key) filter (where amount_stage = 'final') as spent_key,
        min(amount_yuan) filter (where amount_stage = 'final') as spent_yuan,
        bool_or(reading in ('damaged', 'ambiguous')) as has_unread_term,
        min(half_unit_yuan) as half_unit_yuan
    from {{ ref('int_amount') }}
    where measure = 'money' and not is_repeat and amount_stage in ('adjusted_budget', 'final')
    group by table_key, position
    having count(*) filter (where amount_stage = 'adjusted_budget') = 1 and count(*) filter (where amount_stage = 'final') = 1
),

compared as (
    select
        rates.document_key,
        rates.page_number,
        rates.row_label || ' · ' || rates.column_path as scope,
        rates.amount_key as rate_key,
        money.budget_key,
        money.spent_key,
        money.spent_yuan,
        cast(money.budget_yuan * rates.amount / 100 as decimal(24, 4)) as rated_yuan,
        -- One unit of the rate's last digit, in yuan of the budget.
        cast(money.budget_yuan / 100 * case rates.rate_decimals
            when 0 then 1::decimal(5, 4) when 1 then 0.1::decimal(5, 4) when 2 then 0.01::decimal(5, 4) when 3 then 0.001::decimal(5, 4)
            else 0.0001::decimal(5, 4)
        end as decimal(24, 4)) as digit_yuan,
        cast(2 * money.half_unit_yuan as decimal(24, 4)) as money_yuan,
        money.has_unread_term or rates.reading in ('damaged', 'ambiguous') as has_unread_term
    from rates
    inner join money on rates.table_key = money.table_key and rates.position = money.position
    where money.budget_yuan <> 0
)

select
    md5(concat_ws('|', 'execution_rate', document_key, rate_key))[1:16] as result_key,
    'execution_rate' as rule_id,
    document_key,
    page_number,
    scope,
    rate_key,
    budget_key,
    spent_key,
    cast(spent_yuan as decimal(24, 4)) as left_yuan,
    rated_yuan as right_yuan,
    cast(spent_yuan - rated_yuan as decimal(24, 4)) as residual_yuan,
    cast(digit_yuan + money_yuan as decimal(24, 4)) as tolerance_yuan,
    case when has_unread_term then 'a term could not be read' end as not_evaluable_reason,
    -- Nothing spent, and a rate of nothing.
    spent_yuan = 0 and rated_yuan = 0 as is_all_zero,
    -- Rounded as it should be the rate is exact; cut instead of rounded it is rounding.
    {{ verdict(
        is_within('spent_yuan - rated_yuan', 'digit_yuan / 2'),
        is_within('spent_yuan - rated_yuan', 'digit_yuan + money_yuan'),
        unread='has_unread_term'
    ) }} as verdict
from compared
