-- Sums that the narrative prints: one row per term, the whole on the left and its parts on the right.
with prose as (
    select * from {{ ref('int_prose_figure') }}
    where relation = 'amount'
),

stated as (
    select * from prose where scope = 'statement' and concept is not null
),

parts_of as (
    select * from {{ ref('prose_sum') }}
),

-- The parts of a whole follow it under the same heading, before the next whole, each printed once.
wholes as (
    select
        *,
        lead(position, 1, 1000000) over (partition by document_key, concept order by position) as next_position
    from stated
    where concept in (select whole from parts_of)
),

followed as (
    select
        wholes.prose_figure_key as whole_key,
        wholes.concept as whole,
        parts_of.part,
        parts.prose_figure_key as part_key,
        count(*) over (partition by wholes.prose_figure_key, parts_of.part) as times
    from wholes
    inner join parts_of on wholes.concept = parts_of.whole
    inner join stated as parts
        on
            wholes.document_key = parts.document_key
            and wholes.heading = parts.heading
            and parts_of.part = parts.concept
            and parts.position > wholes.position
            and parts.position < wholes.next_position
            and parts.amount_stage = wholes.amount_stage
            and parts.amount_fiscal_year = wholes.amount_fiscal_year
            and (parts.paragraph_number = wholes.paragraph_number or wholes.opens_list or parts.depth = wholes.depth)
),

complete as (
    select whole_key
    from followed
    group by whole_key, whole
    having max(times) = 1 and count(*) = (select count(*) from parts_of where parts_of.whole = followed.whole)
),

-- 年初预算 of the whole and of the subjects that the narrative lists under it.
budget_totals as (
    select *
    from stated
    where document_stage = 'final' and amount_stage = 'original_budget' and concept in ('expenditure', 'appropriation')
    qualify count(*) over (partition by document_key, heading) = 1
),

budget_parts as (
    select
        totals.prose_figure_key as whole_key,
        parts.prose_figure_key as part_key,
        length(parts.subject_code) as code_length,
        count(*) over (partition by totals.prose_figure_key, parts.subject_code) as times
    from budget_totals as totals
    inner join prose as parts
        on
            totals.document_key = parts.document_key
            and totals.heading = parts.heading
            and parts.position > totals.position
            and parts.amount_stage = 'original_budget'
            and parts.scope = 'statement'
            and parts.prose_figure_key <> totals.prose_figure_key
            and coalesce(parts.concept, 'subject') = 'subject'
),

-- 2023年预算安排… of each project form, against the group of target items in 整体支出绩效目标表.
project_plans as (
    select
        document_key,
        prose_figure_key,
        amount_fiscal_year
    from prose
    where regexp_matches(phrase, {{ prose_pattern('project_plan') }}) and document_stage = 'budget'
),

targets as (
    select
        document_key,
        amount_key,
        amount_fiscal_year
    from {{ ref('int_judged_amount') }}
    where
        table_kind = 'performance_overall' and row_role = 'performance_target' and measure = 'money' and not is_repeat
        and amount_yuan is not null and reading in ('exact', 'repaired')
)

select
    'prose_parts' as rule_id,
    whole_key as scope_key,
    'left' as side,
    whole_key as prose_figure_key,
    cast(null as varchar) as amount_key,
    false as may_be_incomplete
from complete
union all
select
    'prose_parts' as rule_id,
    followed.whole_key as scope_key,
    'right' as side,
    followed.part_key as prose_figure_key,
    cast(null as varchar) as amount_key,
    false as may_be_incomplete
from followed
inner join complete on followed.whole_key = complete.whole_key
union all
select distinct
    'prose_budget_list' as rule_id,
    whole_key as scope_key,
    'left' as side,
    whole_key as prose_figure_key,
    cast(null as varchar) as amount_key,
    true as may_be_incomplete
from budget_parts
union all
select
    'prose_budget_list' as rule_id,
    whole_key as scope_key,
    'right' as side,
    part_key as prose_figure_key,
    cast(null as varchar) as amount_key,
    true as may_be_incomplete
from budget_parts
-- The outermost subjects listed: classes where the narrative lists classes.
qualify code_length is not distinct from min(code_length) over (partition by whole_key) and max(times) over (partition by whole_key) = 1
union all
select distinct
    'performance_project_sum' as rule_id,
    targets.amount_key as scope_key,
    'left' as side,
    cast(null as varchar) as prose_figure_key,
    targets.amount_key,
    true as may_be_incomplete
from targets
inner join project_plans
    on targets.document_key = project_plans.document_key and targets.amount_fiscal_year = project_plans.amount_fiscal_year
union all
select
    'performance_project_sum' as rule_id,
    targets.amount_key as scope_key,
    'right' as side,
    project_plans.prose_figure_key,
    cast(null as varchar) as amount_key,
    true as may_be_incomplete
from targets
inner join project_plans
    on targets.document_key = project_plans.document_key and targets.amount_fiscal_year = project_plans.amount_fiscal_year
union all
select
    'prose_list' as rule_id,
    whole_key as scope_key,
    side,
    prose_figure_key,
    cast(null as varchar) as amount_key,
    may_be_incomplete
from {{ ref('int_prose_list') }}
