-- One row per amount that the text of a self-evaluation tells and its form prints too, with how they compare.
with prose as (
    select * from {{ ref('int_prose_figure') }} where relation = 'amount'
),

forms as (
    select
        *,
        {{ project_name('heading') }} as project,
        regexp_matches(phrase, '整体支出总额') as is_overall,
        case when phrase like '%执行数' then 'executed' else 'budget' end as measure
    from prose where scope = 'form'
),

told as (
    select
        *,
        {{ project_name("first_value(regexp_extract(lead, '^(?:\\d{1,2}[.、)]|\\(\\d+\\))?(.+?)(?:绩效)?自评(?:综述|结果|情况)', 1)) over (
            partition by document_key, paragraph_number order by position
            rows between unbounded preceding and current row
        )") }} as project,
        regexp_matches(sentence, '整体支出[^。]*自评') and regexp_full_match(phrase, '(涉及)?(资金|金额)(共|为)?') as is_overall,
        case
            when regexp_full_match(phrase, '(项目)?(全年)?预算数(为)?') then 'budget'
            when regexp_full_match(phrase, '(全年)?执行数(为)?') then 'executed'
        end as measure
    from prose where scope = 'statement'
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
