-- The table amounts that print what a figure of the prose is of, as far as they could be read.
with figures as (
    select * from {{ ref('int_judged_amount') }}
    where measure = 'money' and not is_repeat and amount_yuan is not null and reading in ('exact', 'repaired')
)

select
    places.prose_figure_key,
    places.amount_key,
    places.is_of_fund,
    figures.table_key,
    figures.table_kind,
    figures.position,
    figures.column_path,
    figures.page_number,
    figures.amount_fiscal_year,
    figures.amount_stage,
    figures.amount_yuan,
    figures.half_unit_yuan,
    figures.reading
from {{ ref('int_prose_place') }} as places
inner join figures on places.amount_key = figures.amount_key
