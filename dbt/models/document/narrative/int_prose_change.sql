-- One row per growth amount of the prose whose last year a table prints: this year less last year.
with prose as (
    select * from {{ ref('int_prose_figure') }}
),

candidates as (
    select * from {{ ref('int_prose_candidate') }}
),

changes as (
    select
        *,
        case when {{ is_decrease('direction') }} then -amount_yuan else amount_yuan end as change_yuan
    from prose
    where
        relation = 'change' and concept is not null and scope = 'statement'
        and regexp_matches(lead, {{ prose_pattern('prior_year') }} || '|' || (fiscal_year - 1))
),

-- Figures of both years under one header stand in one table: the pairs of one table speak.
pairs as (
    select
        changes.prose_figure_key,
        changes.document_key,
        changes.change_yuan,
        changes.last_digit_yuan,
        this_year.amount_key as current_key,
        last_year.amount_key as prior_key,
        this_year.amount_yuan as current_yuan,
        last_year.amount_yuan as prior_yuan,
        this_year.half_unit_yuan + last_year.half_unit_yuan + changes.last_digit_yuan * 0.5::decimal(2, 1) as tolerance_yuan
    from changes
    inner join candidates as this_year
        on
            changes.prose_figure_key = this_year.prose_figure_key
            and this_year.amount_fiscal_year = changes.fiscal_year
    inner join candidates as last_year
        on
            changes.prose_figure_key = last_year.prose_figure_key
            and last_year.amount_fiscal_year = changes.fiscal_year - 1
            and this_year.table_key = last_year.table_key
            and this_year.amount_stage = last_year.amount_stage
)

select
    prose_figure_key,
    document_key,
    current_key,
    prior_key,
    change_yuan,
    cast(current_yuan - prior_yuan as decimal(24, 4)) as computed_yuan,
    cast(change_yuan - (current_yuan - prior_yuan) as decimal(24, 4)) as residual_yuan,
    cast(tolerance_yuan as decimal(24, 4)) as tolerance_yuan,
    change_yuan = 0 and current_yuan = 0 and prior_yuan = 0 as is_all_zero,
    {{ verdict_of('change_yuan - (current_yuan - prior_yuan)', 'tolerance_yuan', open='has_rivals') }} as verdict
from (
    select
        *,
        count(*) over (partition by prose_figure_key) > 1 as has_rivals
    from pairs
) as judged
qualify row_number() over (
    partition by prose_figure_key order by abs(change_yuan - (current_yuan - prior_yuan)), current_key, prior_key
) = 1
