-- One row per amount that the text of a self-evaluation tells and its form prints too, with how they compare.
with prose as (
    select * from {{ ref('int_prose_figure') }} where relation = 'amount'
),

forms as (
    select
        *,
        {{ project_name('heading') }} as project,
        regexp_matches(phrase, {{ prose_pattern('form_whole') }}) as is_overall,
        {{ prose_value('form_measure', 'phrase') }} as measure
    from prose where scope = 'form'
),

told as (
    select
        *,
        {{ project_name("first_value(regexp_extract(unnumbered, evaluated_project, 1)) over (
            partition by document_key, paragraph_number order by position
            rows between unbounded preceding and current row
        )") }} as project,
        regexp_matches(sentence, {{ prose_pattern('evaluated_whole') }})
        and regexp_matches(phrase, {{ prose_pattern('evaluated_money') }}) as is_overall,
        {{ prose_value('evaluated_measure', 'phrase') }} as measure
    from (
        select
            *,
            {{ strip_outline_number('lead') }} as unnumbered,
            {{ prose_pattern('evaluated_project') }} as evaluated_project
        from prose
        where scope = 'statement'
    ) as statements
),

compared as (
    select
        told.prose_figure_key,
        told.document_key,
        forms.prose_figure_key as form_key,
        told.amount_yuan as told_yuan,
        forms.amount_yuan as form_yuan,
        forms.last_digit_yuan,
        told.position,
        forms.position as form_position
    from told
    inner join forms on told.document_key = forms.document_key
    where
        -- The money of the whole may be told as it was given or as it was spent.
        (told.is_overall and forms.is_overall)
        or (
            not told.is_overall and not forms.is_overall and told.project <> '' and told.project = forms.project
            and told.measure = forms.measure
        )
)

select
    prose_figure_key,
    document_key,
    form_key,
    told_yuan,
    form_yuan,
    cast(told_yuan - form_yuan as decimal(24, 4)) as residual_yuan,
    cast(last_digit_yuan as decimal(24, 4)) as tolerance_yuan,
    {{ verdict_of('told_yuan - form_yuan', 'last_digit_yuan', open='has_rivals') }} as verdict
from (
    select
        *,
        min(form_yuan) over (partition by prose_figure_key) <> max(form_yuan) over (partition by prose_figure_key) as has_rivals
    from compared
) as judged
qualify row_number() over (partition by prose_figure_key order by abs(told_yuan - form_yuan), form_position) = 1
