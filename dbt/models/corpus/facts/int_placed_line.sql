-- Every fact line on the body that it is money of, with what vouches for it. Grain: one row of a fact.
with keyed as (
    select * from {{ ref('int_placed_part') }}
),

controls as (
    select * from {{ ref('doc_control') }}
),

judged as (
    {{ quality_of_lines('keyed', 'line_key') }}
)

select
    keyed.line_key,
    keyed.family,
    keyed.unit_key,
    keyed.department_key,
    keyed.document_key,
    keyed.fiscal_year,
    keyed.stage,
    keyed.code,
    keyed.fund,
    keyed.nature,
    cast(sum(keyed.amount_yuan) as decimal(24, 2)) as amount_yuan,
    bool_or(keyed.derived) as derived,
    -- A remainder below zero beyond the rounding is a break, whatever else vouches for its terms; and no line of a document
    -- is vouched for whose lines are more than the expenditure of the year that it prints.
    case
        when sum(keyed.amount_yuan) < -sum(keyed.tolerance_yuan) then 'disputed'
        when keyed.family = 'expenditure' and bool_or(not controls.holds and controls.lines_yuan > controls.printed_yuan) then 'disputed'
        else any_value(judged.quality)
    end as quality
from keyed
inner join judged on keyed.line_key = judged.line_key
left join controls on keyed.document_key = controls.document_key
group by
    keyed.line_key, keyed.family, keyed.unit_key, keyed.department_key, keyed.document_key, keyed.fiscal_year,
    keyed.stage, keyed.code, keyed.fund, keyed.nature
