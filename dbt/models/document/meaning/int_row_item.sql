-- What a row of a 三公 table is of where its items (公务接待费) or its stages (预算数, 决算数) stand one below the other: the words are
-- those of headers. Grain: one row label.
with labels as (
    select distinct
        row_label,
        {{ strip_outline_number('row_label') }} as plain_label
    from {{ ref('int_row') }}
    where table_kind = 'three_public'
),

matched as (
    select
        labels.row_label,
        terms.kind,
        terms.value
    from labels
    inner join {{ ref('header_term') }} as terms
        on terms.kind in ('item', 'amount_stage') and regexp_matches(labels.plain_label, terms.pattern)
    qualify row_number() over (partition by labels.row_label, terms.kind order by terms.priority) = 1
)

select
    row_label,
    max(value) filter (where kind = 'item') as item,
    -- 公务接待费支出数 is an item; what it was spent or planned, its column says.
    case when not bool_or(kind = 'item') then max(value) end as said_stage
from matched
group by row_label
