-- One row per growth amount of the prose whose last year a table prints: this year less last year.
with prose as (
    select
        *,
        -- `,比上年增加` right behind the one amount of its sentence, or one that follows another's change. Behind a list it may be
        -- of the whole.
        regexp_matches(lead, '^[,(]')
        and lag(relation) over in_paragraph = 'amount'
        and (
            coalesce(lag(relation, 2) over in_paragraph, '-') <> 'amount'
            or lag(sentence_number, 2) over in_paragraph <> lag(sentence_number) over in_paragraph
        ) as follows_its_amount
    from {{ ref('int_prose_figure') }}
    window in_paragraph as (partition by document_key, paragraph_number order by position)
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

-- The amount of this year that the words before the change print: `安排5万元,比上年减少1万元`.
told as (
    select
        changes.prose_figure_key,
        arg_max(prose.amount_yuan, prose.position) as told_yuan,
        arg_max(prose.last_digit_yuan, prose.position) as told_digit_yuan
    from changes
    inner join prose
        on
            changes.document_key = prose.document_key
            and changes.paragraph_number = prose.paragraph_number
            and prose.position < changes.position
            and prose.relation = 'amount'
            and changes.concept = prose.concept
            and changes.subject_code is not distinct from prose.subject_code
            and changes.fiscal_year = prose.amount_fiscal_year
    group by changes.prose_figure_key
),

-- Figures of both years under one header stand in one table, mostly in one row under like headers: the pairs of one table
-- speak. The change may have been worked out of both as the narrative rounds them: half a unit each.
pairs as (
    select
        changes.prose_figure_key,
        changes.document_key,
        changes.change_yuan,
        coalesce(changes.is_named or changes.follows_its_amount, false) as is_sure,
        this_year.amount_key as current_key,
        last_year.amount_key as prior_key,
        this_year.amount_yuan as current_yuan,
        last_year.amount_yuan as prior_yuan,
        this_year.half_unit_yuan + last_year.half_unit_yuan + changes.last_digit_yuan as tolerance_yuan,
        coalesce(this_year.position = last_year.position, true) as is_of_one_row,
        -- `2030年/合计` and `2031年/合计`
        coalesce(
            regexp_replace(this_year.column_path, '\d', '', 'g') = regexp_replace(last_year.column_path, '\d', '', 'g'), true
        ) as is_of_one_header,
        coalesce(
            abs(this_year.amount_yuan - told.told_yuan) <= greatest(told.told_digit_yuan, 2 * this_year.half_unit_yuan), true
        ) as is_told
    from changes
    left join told on changes.prose_figure_key = told.prose_figure_key
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
),

-- The row of the amount that the words print is meant; a row of another amount contradicts nothing.
nearest as (
    select *
    from pairs
    qualify
        is_told = bool_or(is_told) over (partition by prose_figure_key)
        and is_of_one_row = bool_or(is_of_one_row) over (partition by prose_figure_key, is_told)
        and is_of_one_header = bool_or(is_of_one_header) over (partition by prose_figure_key, is_told, is_of_one_row)
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
    {{ verdict_of('change_yuan - (current_yuan - prior_yuan)', 'tolerance_yuan', open='is_open') }} as verdict
from (
    select
        *,
        not is_told or not is_sure
        or min(current_yuan - prior_yuan) over (partition by prose_figure_key)
        <> max(current_yuan - prior_yuan) over (partition by prose_figure_key) as is_open
    from nearest
) as judged
qualify row_number() over (
    partition by prose_figure_key order by abs(change_yuan - (current_yuan - prior_yuan)), current_key, prior_key
) = 1
