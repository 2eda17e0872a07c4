-- One row per amount of the prose and table amount of the same money, year and stage, with how they compare.
with prose as (
    select * from {{ ref('int_prose_figure') }}
    where relation = 'amount' and concept is not null
),

candidates as (
    select * from {{ ref('int_prose_candidate') }}
),

compared as (
    select
        prose.prose_figure_key,
        prose.document_key,
        candidates.amount_key,
        candidates.table_kind,
        candidates.is_of_fund,
        prose.amount_yuan as prose_yuan,
        candidates.amount_yuan as table_yuan,
        prose.last_digit_yuan,
        2 * candidates.half_unit_yuan as table_digit_yuan,
        -- Both in the coarser of the two last digits.
        greatest(prose.last_digit_yuan, 2 * candidates.half_unit_yuan) as digit_yuan
    from prose
    inner join candidates
        on
            prose.prose_figure_key = candidates.prose_figure_key
            and prose.amount_fiscal_year = candidates.amount_fiscal_year
            and (
                prose.amount_stage = candidates.amount_stage
                or (prose.amount_stage <> 'final' and candidates.amount_stage <> 'final')
            )
),

-- In ten-thousandths of a yuan, so that rounding half up is exact.
rounded as (
    select
        *,
        last_digit_yuan >= table_digit_yuan and sign(prose_yuan) = sign(table_yuan)
        and {{ half_up('cast(abs(table_yuan) * 10000 as hugeint)', 'cast(last_digit_yuan * 10000 as hugeint)') }}
        * cast(last_digit_yuan * 10000 as hugeint) = cast(abs(prose_yuan) * 10000 as hugeint) as is_rounded_half_up
    from compared
)

select
    * exclude (is_rounded_half_up),
    cast(prose_yuan - table_yuan as decimal(24, 4)) as residual_yuan,
    {{ verdict('prose_yuan = table_yuan or is_rounded_half_up', is_within('prose_yuan - table_yuan', 'digit_yuan')) }} as verdict
from rounded
