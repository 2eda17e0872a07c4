-- Lists of a sentence: the amount before `其中`, `包括` and the amounts that follow it in that sentence. Words do not say where the parts
-- end, nor whether all are told: of all readings the one that adds up is the list. Grain: one term.
with prose as (
    select
        *,
        relation in ('amount', 'other') and amount_yuan is not null as is_money,
        {{ half_unit('unit', 'number_decimals') }} as half_unit_yuan
    from {{ ref('int_prose_figure') }}
    where scope not in ('reason', 'form')
),

begun as (
    select
        *,
        is_money and regexp_matches(lead, {{ prose_pattern('list_begins') }}) as begins_list,
        last_value(
            case
                when relation = 'amount' and scope = 'statement' and amount_yuan <> 0
                    then { 'key': prose_figure_key, 'depth': depth, 'yuan': amount_yuan, 'half': half_unit_yuan, 'unit': unit }
            end ignore nulls
        ) over (
            partition by document_key, paragraph_number order by position rows between unbounded preceding and 1 preceding
        ) as whole
    from prose
),

lists as (
    select *
    from begun
    where begins_list and whole.depth <= depth
    qualify row_number() over (partition by document_key, whole.key order by position) = 1
),

-- What a bracket inside the list tells is part of a part; where the list's own bracket closes it ends.
members as (
    select
        lists.whole,
        prose.prose_figure_key,
        prose.position,
        prose.relation,
        prose.unit,
        prose.amount_yuan,
        prose.half_unit_yuan
    from lists
    inner join prose
        on
            lists.document_key = prose.document_key
            and lists.paragraph_number = prose.paragraph_number
            and lists.sentence_number = prose.sentence_number
            and lists.position <= prose.position
            and lists.depth = prose.depth
            and prose.is_money
    left join prose as outside
        on
            lists.document_key = outside.document_key
            and lists.paragraph_number = outside.paragraph_number
            and lists.sentence_number = outside.sentence_number
            and lists.position < outside.position
            and outside.position < prose.position
            and outside.depth < lists.depth
    where outside.prose_figure_key is null
),

-- `增人增资334.90万元` is a part, `单价5万元` none: with such words and without.
readings as (
    select
        whole,
        prose_figure_key,
        position,
        unit,
        with_others,
        count(*) over reading as part_count,
        sum(amount_yuan) over reading as parts_yuan,
        sum(case when amount_yuan <> 0 then half_unit_yuan else 0 end) over reading as parts_half_yuan
    from members
    cross join (select unnest([true, false]) as with_others) as ways
    where with_others or relation = 'amount'
    window reading as (partition by whole.key, with_others order by position rows between unbounded preceding and current row)
),

-- A whole in 元 whose parts in 万元 add up to its very digits is printed with the wrong unit.
measured as (
    select
        readings.*,
        abs(parts_yuan - whole.yuan) <= parts_half_yuan + whole.half as adds_up,
        unit <> whole.unit
        and abs(parts_yuan * {{ unit_in_yuan('whole.unit') }} - whole.yuan * {{ unit_in_yuan('unit') }})
        <= parts_half_yuan * {{ unit_in_yuan('whole.unit') }} + whole.half * {{ unit_in_yuan('unit') }} as has_its_digits
    from readings
    where part_count > 1
),

chosen as (
    select
        *,
        has_its_digits and not adds_up as is_in_wrong_unit
    from measured
    qualify row_number() over (
        partition by whole.key
        order by
            case when adds_up then 0 when has_its_digits then 1 else 2 end,
            case when adds_up then abs(parts_yuan - whole.yuan) end,
            part_count desc,
            with_others desc
    ) = 1
)

select
    whole.key as whole_key,
    whole.key as prose_figure_key,
    'left' as side,
    not is_in_wrong_unit as may_be_incomplete
from chosen
union all
select
    chosen.whole.key as whole_key,
    members.prose_figure_key,
    'right' as side,
    not chosen.is_in_wrong_unit as may_be_incomplete
from chosen
inner join members
    on
        chosen.whole.key = members.whole.key
        and members.position <= chosen.position
        and (chosen.with_others or members.relation = 'amount')
