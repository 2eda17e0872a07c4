-- What the narrative says of one cell, where it is no less fine and all other cells that print the same money agree with it:
-- a witness for a reading of that cell. Grain: one figure of the prose and cell.
with prose as (
    select * from {{ ref('int_prose_figure') }} where relation = 'amount' and amount_yuan is not null
),

figures as (
    select * from {{ ref('int_amount') }}
),

compared as (
    select
        places.prose_figure_key,
        places.amount_key,
        prose.last_digit_yuan <= 2 * figures.half_unit_yuan as is_fine,
        figures.reading = 'exact' and figures.amount_yuan <> prose.amount_yuan as differs
    from {{ ref('int_prose_place') }} as places
    inner join prose on places.prose_figure_key = prose.prose_figure_key
    inner join figures on places.amount_key = figures.amount_key
    where
        places.is_of_fund
        and prose.amount_fiscal_year = figures.amount_fiscal_year
        and (
            prose.amount_stage = figures.amount_stage
            or (prose.amount_stage <> 'final' and figures.amount_stage <> 'final')
        )
)

select
    prose_figure_key,
    amount_key
from compared
qualify is_fine and count(*) filter (where differs) over (partition by prose_figure_key) = case when differs then 1 else 0 end
