-- 三公 of a body in a year and stage of which no paper of its own is held, as a later paper tells it: in a column of its 三公 table, else in
-- words. What its department's paper of that year holds is told there. Departments stand less their units, as in every fact.
-- Grain: one body, year, stage and item.
with amounts as (
    select * from {{ ref('int_comparable_amount') }} where table_kind = 'three_public'
),

disclosures as (
    select
        *,
        case stage when 'final' then ['final', 'adjusted_budget'] else ['original_budget'] end as held_stages
    from {{ ref('int_disclosure') }} where superseded_by is null
),

comparatives as (
    select * from {{ ref('int_comparative') }}
),

-- The rows that count for their own year count for the year before; an item that stands in a row is of that row and column alone.
own_lines as (
    select
        code,
        unnest(terms).amount_key as amount_key
    from (
        select
            code,
            terms
        from {{ ref('doc_fact_line') }} where family = 'three_public'
        union all
        select
            code,
            terms
        from {{ ref('doc_unit_three_public') }}
    )
),

own_rows as (
    select distinct
        amounts.document_key,
        amounts.stated_of_key,
        amounts.stated_stage,
        amounts.row_key,
        amounts.is_unit_row,
        case when amounts.is_unit_row then amounts.row_label end as unit_label,
        case when amounts.item is null then own_lines.code end as row_item,
        case when amounts.item is null then amounts.column_key end as row_column
    from own_lines
    inner join amounts on own_lines.amount_key = amounts.amount_key
),

-- Of one row and item the total column comes before the funds that it sums.
in_columns as (
    select
        comparatives.* exclude (item),
        amounts.is_unit_row,
        coalesce(comparatives.item, own_rows.row_item) as item
    from comparatives
    inner join amounts on comparatives.terms[1].amount_key = amounts.amount_key and amounts.stated_year <> amounts.document_year
    inner join own_rows
        on
            amounts.document_key = own_rows.document_key and amounts.stated_of_key = own_rows.stated_of_key
            and amounts.stated_stage = own_rows.stated_stage and amounts.row_key = own_rows.row_key
            and amounts.is_unit_row = own_rows.is_unit_row
            and (not amounts.is_unit_row or amounts.row_label = own_rows.unit_label)
            and case
                when own_rows.row_item is null then coalesce(amounts.item, 'operating_cost') <> 'operating_cost'
                else amounts.item is null and amounts.column_key = own_rows.row_column
            end
    where comparatives.source = 'comparative'
    qualify
        rank() over (
            partition by
                amounts.document_key, amounts.stated_of_key, amounts.is_unit_row, amounts.row_key,
                amounts.stated_year, amounts.stated_stage, coalesce(comparatives.item, own_rows.row_item)
            order by split_part(amounts.column_key, '|', 1) <> 'total', amounts.fund is not null
        ) = 1
),

-- One item told of two funds alike is told once; told otherwise it is open which is meant.
in_words as (
    select
        * exclude (item),
        false as is_unit_row,
        concept as item
    from comparatives
    where
        source = 'narrative'
        and concept in (
            'three_public', 'overseas_travel', 'vehicles', 'vehicle_purchase', 'vehicle_running', 'hospitality', 'conference', 'training'
        )
    window one_item as (partition by document_key, unit_key, fiscal_year, stage, concept)
    qualify
        min(amount_yuan) over one_item = max(amount_yuan) over one_item
        and comparative_key = min(comparative_key) over one_item
),

figures as (
    select
        *,
        {{ three_public_sums('one_body') }},
        bool_or(item = 'vehicle_purchase') over one_body and bool_or(item = 'vehicle_running') over one_body as has_both_parts,
        bool_or(item = 'overseas_travel') over one_body and bool_or(item = 'hospitality') over one_body
        and (vehicles_yuan is not null or has_both_parts) as has_every_item
    from (
        select * from in_columns
        union all by name
        select * from in_words
    )
    window one_body as (partition by source, document_key, unit_key, is_unit_row, fiscal_year, stage)
),

-- One part of the vehicles alone is not the whole of them.
inner_items as (
    select
        *,
        case
            when vehicles_yuan is null or has_both_parts or abs(vehicles_yuan - vehicle_parts_yuan) <= bound_yuan
                then {{ vehicles_are_whole() }}
            else true
        end as vehicles_are_whole,
        case
            when item = 'three_public' then false
            when item = 'vehicles' then vehicles_are_whole
            when is_vehicle_part then not vehicles_are_whole
            else true
        end as is_inner
    from figures
),

-- The items where they make up the total; the total alone where they are less, nothing where they are more: the page contradicts itself.
-- Without a total words tell all items or none.
weighed as (
    select
        *,
        case
            when item in ('conference', 'training') then true
            when total_yuan is null then is_inner and (source = 'comparative' or has_every_item)
            when coalesce(abs(total_yuan - inner_yuan) <= bound_yuan, false) then is_inner
            else item = 'three_public' and coalesce(inner_yuan < total_yuan, true)
        end as counts
    from (
        select
            *,
            sum(amount_yuan) filter (where is_inner and item not in ('conference', 'training')) over (
                partition by source, document_key, unit_key, is_unit_row, fiscal_year, stage
            ) as inner_yuan
        from inner_items
    )
),

stated as (
    select
        weighed.source,
        weighed.document_key,
        weighed.unit_key,
        disclosures.department_key,
        not weighed.is_unit_row and coalesce(disclosures.level, 'unit') = 'department' as is_department,
        weighed.is_unit_row,
        weighed.fiscal_year,
        weighed.stage,
        weighed.item,
        {{ three_public_group('weighed.item') }} as item_group,
        sum(weighed.amount_yuan) as amount_yuan,
        sum(weighed.half_unit_yuan) as bound_yuan,
        bool_or(weighed.derived) as derived,
        list(weighed.comparative_key order by weighed.comparative_key) as comparative_keys
    from weighed
    inner join disclosures on weighed.document_key = disclosures.document_key
    where weighed.counts
    group by all
),

-- What papers of that year and stage say themselves.
own_parts as (
    select
        unit_key,
        department_key,
        fiscal_year,
        stage,
        {{ three_public_group('code') }} as item_group,
        amount_yuan,
        tolerance_yuan as bound_yuan
    from {{ ref('int_placed_part') }}
    where family = 'three_public'
),

-- What a paper of the body's own tells, and what a department's paper of that year tells of all its units, is never told again.
unheld as (
    select stated.*
    from stated
    anti join disclosures as own
        on
            stated.unit_key = own.unit_key and stated.fiscal_year = own.fiscal_year and list_contains(own.held_stages, stated.stage)
    anti join disclosures as departments
        on
            stated.department_key = departments.department_key and departments.level = 'department'
            and stated.fiscal_year = departments.fiscal_year and list_contains(departments.held_stages, stated.stage)
    anti join own_parts
        on
            stated.unit_key = own_parts.unit_key and stated.fiscal_year = own_parts.fiscal_year and stated.stage = own_parts.stage
    anti join own_parts as department_parts
        on
            {{ body_key("'department_remainder'", 'stated.department_key') }} = department_parts.unit_key
            and stated.fiscal_year = department_parts.fiscal_year and stated.stage = department_parts.stage
),

-- One paper tells it: a column before words, the body's own paper before its department's.
one_paper as (
    select * from unheld
    qualify
        dense_rank() over (
            partition by unit_key, is_department, fiscal_year, stage, item_group order by source, is_unit_row, document_key
        ) = 1
),

-- What is told of a department's units, by papers of their own or by others.
of_units as (
    select
        department_key,
        fiscal_year,
        stage,
        item_group,
        sum(amount_yuan) as amount_yuan,
        sum(bound_yuan) as bound_yuan
    from (
        select * from own_parts
        union all by name
        select * from one_paper where not is_department
    )
    group by department_key, fiscal_year, stage, item_group
),

-- Departments stand less their units: one amount, since units and department may name other items. What is no more than rounding, or less
-- than nothing because the two disagree, is not stated.
remainders as (
    select
        wholes.source,
        wholes.document_key,
        {{ body_key("'department_remainder'", 'wholes.department_key') }} as unit_key,
        wholes.department_key,
        wholes.fiscal_year,
        wholes.stage,
        case when of_units.amount_yuan is null then wholes.item else wholes.item_group end as item,
        sum(wholes.amount_yuan) - coalesce(of_units.amount_yuan, 0) as amount_yuan,
        sum(wholes.bound_yuan) + coalesce(of_units.bound_yuan, 0) as bound_yuan,
        bool_or(wholes.derived) or of_units.amount_yuan is not null as derived,
        flatten(list(wholes.comparative_keys order by wholes.item)) as comparative_keys
    from one_paper as wholes
    left join of_units
        on
            wholes.department_key = of_units.department_key and wholes.fiscal_year = of_units.fiscal_year
            and wholes.stage = of_units.stage and wholes.item_group = of_units.item_group
    where wholes.is_department
    group by
        wholes.source, wholes.document_key, wholes.department_key, wholes.fiscal_year, wholes.stage,
        case when of_units.amount_yuan is null then wholes.item else wholes.item_group end,
        of_units.amount_yuan, of_units.bound_yuan
    having of_units.amount_yuan is null or sum(wholes.amount_yuan) - of_units.amount_yuan > sum(wholes.bound_yuan) + of_units.bound_yuan
)

select
    md5(concat_ws('|', 'comparative', unit_key, fiscal_year, stage, item))[1:16] as three_public_key,
    *
from (
    select * exclude (is_department, is_unit_row, item_group) from one_paper where not is_department
    union all by name
    select * from remainders
)
