-- 三公: the innermost items that a document prints, so that they add up, printed zeros too; the total alone where no item is printed.
-- 会议费 and 培训费 stand beside them and are no part of the total. Of the document itself, and of each unit whose row its table prints
-- (`name_key`). Grain: one line.
with printed as (
    select
        *,
        null as unit_position,
        null as name_key
    from {{ ref('int_three_public_figure') }}
    union all by name
    select
        *,
        position as unit_position
    from {{ ref('int_three_public_unit_figure') }}
),

figures as (
    select
        *,
        {{ three_public_sums('one_stage') }},
        bool_or(item not in ('three_public', 'conference', 'training')) over one_stage as has_items
    from printed
    window one_stage as (partition by table_key, amount_stage, unit_position)
),

spoken as (
    select
        *,
        {{ vehicles_are_whole() }} as vehicles_are_whole
    from figures
)

select
    document_key,
    name_key,
    case when name_key is not null then row_code end as unit_code,
    amount_stage as stage,
    item as code,
    'fiscal_appropriation' as fund,
    'three_public' as nature,
    amount_yuan,
    half_unit_yuan as tolerance_yuan,
    {{ own_term('amount_key') }} as terms
from spoken
where
    case
        when item = 'three_public' then not has_items
        when item = 'vehicles' then vehicles_are_whole
        when is_vehicle_part then not vehicles_are_whole
        else true
    end
