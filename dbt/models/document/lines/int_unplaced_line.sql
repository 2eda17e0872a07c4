-- What a document prints as a sum and no line of it says: a line that says so, below the deepest subject that is known, of the
-- nature that the printed sums tell. Grain: one sum that its lines leave short, and nature.
with sums as (
    select
        document_key,
        family,
        stage,
        code,
        case when family = 'expenditure' then {{ nature_group('nature') }} else nature end as nature,
        amount_yuan,
        half_unit_yuan,
        amount_key,
        -- Personnel and operating are told by the lines; of a sum their whole is wanted.
        bool_or(nature = 'basic') over (partition by document_key, family, code) and nature in ('personnel', 'operating') as is_inside
    from {{ ref('int_printed_sum') }}
),

nodes as (
    select
        document_key,
        family,
        stage,
        code,
        nature,
        sum(amount_yuan) as amount_yuan,
        max(half_unit_yuan) as half_unit_yuan,
        {{ terms('true', 1) }} as terms
    from sums
    where not is_inside
    group by document_key, family, stage, code, nature
),

lines as (
    select
        *,
        case when family = 'expenditure' then {{ nature_group('nature') }} else nature end as sum_nature
    from {{ ref('int_fact_line') }}
    where family in ('expenditure', 'basic')
),

-- A line under a sum, once as part of its whole and once of its nature.
below as (
    select
        nodes.document_key,
        nodes.family,
        nodes.code,
        nodes.nature,
        lines.code as line_code,
        lines.nature as line_nature,
        lines.amount_yuan,
        lines.tolerance_yuan,
        lines.terms
    from nodes
    inner join lines
        on
            nodes.document_key = lines.document_key and nodes.family = lines.family and starts_with(lines.code, nodes.code)
            and (nodes.nature = 'total' or nodes.nature = lines.sum_nature)
),

reached as (
    select
        document_key,
        family,
        code,
        nature,
        sum(amount_yuan) as amount_yuan,
        sum(tolerance_yuan) as tolerance_yuan
    from below
    group by document_key, family, code, nature
),

measured as (
    select
        nodes.*,
        nodes.amount_yuan - coalesce(reached.amount_yuan, 0) as gap_yuan,
        nodes.half_unit_yuan + coalesce(reached.tolerance_yuan, 0) as bound_yuan
    from nodes
    left join reached
        on
            nodes.document_key = reached.document_key and nodes.family = reached.family
            and nodes.code = reached.code and nodes.nature = reached.nature
),

-- Sums that their own lines do not reach; the sum above them leaves these to them.
open_sums as (
    select
        inner_sums.document_key,
        inner_sums.family,
        inner_sums.code,
        inner_sums.nature,
        inner_sums.amount_yuan,
        inner_sums.terms,
        max(outer_sums.code) as outer_code
    from measured as inner_sums
    inner join nodes as outer_sums
        on
            inner_sums.document_key = outer_sums.document_key and inner_sums.family = outer_sums.family
            and starts_with(inner_sums.code, outer_sums.code) and outer_sums.code <> inner_sums.code
            and outer_sums.nature = 'total'
    where abs(inner_sums.gap_yuan) > inner_sums.bound_yuan
    group by all
),

open_below as (
    select
        document_key,
        family,
        outer_code as code,
        nature,
        sum(amount_yuan) as amount_yuan,
        flatten(list({{ minus_terms('terms') }} order by code)) as terms
    from open_sums
    group by document_key, family, outer_code, nature
),

-- Lines of a sum that stand under none of its open sums.
own_lines as (
    select
        below.document_key,
        below.family,
        below.code,
        below.nature,
        sum(below.amount_yuan) as amount_yuan,
        sum(below.tolerance_yuan) as tolerance_yuan,
        flatten(list({{ minus_terms('below.terms') }} order by below.line_code, below.line_nature, below.terms[1].amount_key)) as terms
    from below
    anti join open_sums
        on
            below.document_key = open_sums.document_key and below.family = open_sums.family and below.code = open_sums.outer_code
            and below.nature = open_sums.nature and starts_with(below.line_code, open_sums.code)
    group by below.document_key, below.family, below.code, below.nature
),

rests as (
    select
        measured.document_key,
        measured.family,
        measured.stage,
        measured.code,
        measured.nature,
        measured.amount_yuan - coalesce(open_below.amount_yuan, 0) - coalesce(own_lines.amount_yuan, 0) as amount_yuan,
        measured.half_unit_yuan + coalesce(own_lines.tolerance_yuan, 0) as tolerance_yuan,
        measured.terms || coalesce(open_below.terms, []) || coalesce(own_lines.terms, []) as terms
    from measured
    left join open_below
        on
            measured.document_key = open_below.document_key and measured.family = open_below.family
            and measured.code = open_below.code and measured.nature = open_below.nature
    left join own_lines
        on
            measured.document_key = own_lines.document_key and measured.family = own_lines.family
            and measured.code = own_lines.code and measured.nature = own_lines.nature
    where measured.gap_yuan > measured.bound_yuan
),

short as (
    select * from rests where amount_yuan > tolerance_yuan
),

-- Rests that are not what the whole is short of contradict it (a class under the name of another): then only the whole's own rest is known.
contradicted as (
    select
        measured.document_key,
        measured.family,
        any_value(measured.gap_yuan) as gap_yuan,
        any_value(measured.bound_yuan) as bound_yuan
    from measured
    inner join short on measured.document_key = short.document_key and measured.family = short.family and short.nature = 'total'
    where measured.code = '' and measured.nature = 'total'
    group by measured.document_key, measured.family
    having abs(sum(short.amount_yuan) - any_value(measured.gap_yuan)) > any_value(measured.bound_yuan)
),

whole_lines as (
    select
        document_key,
        family,
        flatten(list({{ minus_terms('terms') }} order by line_code, line_nature, terms[1].amount_key)) as terms
    from below
    where code = '' and nature = 'total'
    group by document_key, family
),

known as (
    select short.*
    from short
    anti join contradicted on short.document_key = contradicted.document_key and short.family = contradicted.family
    union all by name
    select
        measured.document_key,
        measured.family,
        measured.stage,
        measured.code,
        measured.nature,
        measured.gap_yuan as amount_yuan,
        measured.bound_yuan as tolerance_yuan,
        measured.terms || coalesce(whole_lines.terms, []) as terms
    from contradicted
    inner join measured on contradicted.document_key = measured.document_key and contradicted.family = measured.family
    left join whole_lines on measured.document_key = whole_lines.document_key and measured.family = whole_lines.family
    where measured.code = '' and measured.nature = 'total' and measured.gap_yuan > measured.bound_yuan
),

-- The natures tell the rest of a sum where they add up to it; below zero, or beyond it, they tell nothing of it.
by_nature as (
    select
        wholes.document_key,
        wholes.family,
        wholes.code,
        abs(sum(parts.amount_yuan) - any_value(wholes.amount_yuan))
        <= any_value(wholes.tolerance_yuan) + sum(parts.tolerance_yuan) as is_told
    from known as wholes
    inner join known as parts
        on wholes.document_key = parts.document_key and wholes.family = parts.family and wholes.code = parts.code
    where wholes.nature = 'total' and parts.nature <> 'total'
    group by wholes.document_key, wholes.family, wholes.code
),

-- The fund of what is unplaced: the one whose own table is left as short, else what the funds with tables leave.
fund_totals as (
    select
        document_key,
        fund,
        amount_yuan,
        half_unit_yuan
    from {{ ref('int_usable_amount') }}
    where
        table_kind in ('general_budget_by_function', 'government_fund', 'state_capital') and row_role = 'total'
        and is_own_stage and period is null and nature is null and fund is not null
    qualify count(*) over (partition by document_key, fund) = 1
),

fund_lines as (
    select
        document_key,
        fund,
        sum(amount_yuan) as amount_yuan,
        sum(tolerance_yuan) as tolerance_yuan
    from lines
    where family = 'expenditure'
    group by document_key, fund
),

short_funds as (
    select
        fund_totals.document_key,
        min(fund_totals.fund) as fund,
        count(*) as fund_count,
        sum(fund_totals.amount_yuan - coalesce(fund_lines.amount_yuan, 0)) as gap_yuan,
        sum(fund_totals.half_unit_yuan + coalesce(fund_lines.tolerance_yuan, 0)) as tolerance_yuan
    from fund_totals
    left join fund_lines on fund_totals.document_key = fund_lines.document_key and fund_totals.fund = fund_lines.fund
    where
        fund_totals.amount_yuan - coalesce(fund_lines.amount_yuan, 0)
        > fund_totals.half_unit_yuan + coalesce(fund_lines.tolerance_yuan, 0)
    group by fund_totals.document_key
),

document_rests as (
    select
        document_key,
        sum(amount_yuan) as amount_yuan
    from known
    where family = 'expenditure' and nature = 'total'
    group by document_key
),

expenditure_funds as (
    select
        document_rests.document_key,
        case
            when short_funds.fund is null then funds.remaining_fund
            when
                short_funds.fund_count = 1
                and document_rests.amount_yuan <= short_funds.gap_yuan + short_funds.tolerance_yuan
                then short_funds.fund
            else 'other_funds'
        end as fund
    from document_rests
    left join short_funds on document_rests.document_key = short_funds.document_key
    left join {{ ref('int_document_fund') }} as funds on document_rests.document_key = funds.document_key
),

basic_funds as (
    select
        document_key,
        case when count(distinct fund) = 1 then min(fund) else 'other_funds' end as fund
    from lines
    where family = 'basic'
    group by document_key
)

select
    known.document_key,
    known.stage,
    concat(known.code, '*') as code,
    coalesce(case known.family when 'expenditure' then expenditure_funds.fund else basic_funds.fund end, 'other_funds') as fund,
    case known.nature when 'total' then 'not_stated' else known.nature end as nature,
    known.amount_yuan,
    known.tolerance_yuan,
    known.terms,
    known.family,
    true as derived
from known
left join by_nature
    on known.document_key = by_nature.document_key and known.family = by_nature.family and known.code = by_nature.code
left join expenditure_funds on known.document_key = expenditure_funds.document_key
left join basic_funds on known.document_key = basic_funds.document_key
where (known.nature = 'total') <> coalesce(by_nature.is_told, false)
