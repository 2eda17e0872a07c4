-- Every fact line on the body that it is money of, with what vouches for it. Grain: one row of a fact.
with keyed as (
    select * from {{ ref('int_placed_part') }}
),

amounts as (
    select * from {{ ref('int_usable_quality') }}
),

controls as (
    select * from {{ ref('doc_control') }}
),

used_amounts as (
    select distinct
        line_key,
        unnest(list_transform(terms, lambda term: term.amount_key)) as amount_key
    from keyed
),

judged as (
    select
        used_amounts.line_key,
        case
            when bool_or(amounts.is_corrected) then 'corrected'
            when bool_or(amounts.quality = 'disputed') then 'disputed'
            when bool_or(amounts.reading = 'repaired') then 'repaired'
            when bool_and(coalesce(amounts.quality, 'unverified') = 'verified') then 'verified'
            else 'unverified'
        end as quality
    from used_amounts
    left join amounts on used_amounts.amount_key = amounts.amount_key
    group by used_amounts.line_key
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
