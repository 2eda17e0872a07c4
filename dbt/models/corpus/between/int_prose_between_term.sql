-- Terms of the identities between a narrative and another document, in yuan.
with stated as (
    select * from {{ ref('int_prose_stated') }}
),

prose as (
    select * from {{ ref('doc_prose_figure') }}
),

counterparts as (
    select
        stated.*,
        counterparts.other_document_key,
        counterparts.amount_key,
        counterparts.other_prose_figure_key,
        counterparts.other_yuan,
        counterparts.other_half_unit_yuan,
        case
            when stated.grown_to_key is null and stated.stated_stage = 'original_budget' then 'prose_original_budget' else 'prose_last_year'
        end as rule_id
    from stated
    inner join {{ ref('int_prose_counterpart') }} as counterparts on stated.prose_figure_key = counterparts.prose_figure_key
),

-- The items of the general budget that final accounts name with their original budget, each once, and the budget's total.
items as (
    select *
    from stated
    where
        grown_to_key is null and concept = 'subject' and length(subject_code) = 7 and stated_stage = 'original_budget'
        and fund in ('-', 'general_public_budget', 'fiscal_appropriation')
    qualify row_number() over (partition by document_key, stated_year, subject_code order by prose_figure_key) = 1
),

item_totals as (
    select
        document_key,
        stated_year,
        other_document_key,
        amount_key,
        other_yuan,
        other_half_unit_yuan
    from counterparts
    where concept = 'expenditure' and fund = 'general_public_budget' and grown_to_key is null and amount_key is not null
    qualify row_number() over (partition by document_key, stated_year, other_document_key order by prose_figure_key, amount_key) = 1
),

terms as (
    select
        rule_id,
        prose_figure_key || other_document_key as scope_key,
        document_key,
        other_document_key,
        page_number,
        concat_ws(' · ', stated_year, subject_code, ltrim(right(lead, 40), ',;:。、')) as scope,
        'left' as side,
        1 as sign,
        coalesce(grown_to_key, prose_figure_key) as prose_figure_key,
        cast(null as varchar) as amount_key
    from counterparts
    union all
    select
        rule_id,
        prose_figure_key || other_document_key as scope_key,
        document_key,
        other_document_key,
        page_number,
        concat_ws(' · ', stated_year, subject_code, ltrim(right(lead, 40), ',;:。、')) as scope,
        'left' as side,
        growth_sign as sign,
        prose_figure_key,
        cast(null as varchar) as amount_key
    from counterparts
    where growth_sign <> 0
    union all
    select
        rule_id,
        prose_figure_key || other_document_key as scope_key,
        document_key,
        other_document_key,
        page_number,
        concat_ws(' · ', stated_year, subject_code, ltrim(right(lead, 40), ',;:。、')) as scope,
        'right' as side,
        1 as sign,
        other_prose_figure_key as prose_figure_key,
        amount_key
    from counterparts
    union all
    select
        'prose_original_budget_sum' as rule_id,
        items.document_key || item_totals.other_document_key || items.stated_year as scope_key,
        items.document_key,
        item_totals.other_document_key,
        items.page_number,
        items.stated_year || ' · 年初预算' as scope,
        'right' as side,
        1 as sign,
        items.prose_figure_key,
        cast(null as varchar) as amount_key
    from items
    inner join item_totals on items.document_key = item_totals.document_key and items.stated_year = item_totals.stated_year
    union all
    select distinct
        'prose_original_budget_sum' as rule_id,
        item_totals.document_key || item_totals.other_document_key || item_totals.stated_year as scope_key,
        item_totals.document_key,
        item_totals.other_document_key,
        cast(null as integer) as page_number,
        item_totals.stated_year || ' · 年初预算' as scope,
        'left' as side,
        1 as sign,
        cast(null as varchar) as prose_figure_key,
        item_totals.amount_key
    from item_totals
    inner join items on item_totals.document_key = items.document_key and item_totals.stated_year = items.stated_year
)

select
    terms.*,
    coalesce(prose.amount_yuan, amounts.amount_yuan) as amount_yuan,
    coalesce(cast(prose.last_digit_yuan * 0.5::decimal(2, 1) as decimal(24, 4)), amounts.half_unit_yuan) as half_unit_yuan
from terms
left join prose on terms.prose_figure_key = prose.prose_figure_key
left join {{ ref('int_comparable_amount') }} as amounts on terms.amount_key = amounts.amount_key
