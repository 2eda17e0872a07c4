-- One figure printed in two speaking documents: what each says of one body, year and stage. The left document owns the identity.
with stated as (
    select * from {{ ref('int_comparable_amount') }}
),

-- A body's own papers about their own year.
own as (
    select * from stated where is_own_year and not is_unit_row
),

-- A unit's row in its department's tables, against the total of the unit's own table, of the same kind where it has one.
unit_rows as (
    select
        'unit_row' as rule_id,
        stated.amount_key as left_key,
        own.amount_key as right_key,
        stated.document_key,
        own.document_key as other_document_key,
        stated.row_label || ' · ' || stated.column_path as scope
    from stated
    inner join own
        on
            stated.stated_of_key = own.stated_of_key
            and stated.stated_year = own.stated_year
            and stated.stated_stage = own.stated_stage
            and stated.column_key = own.column_key
            and stated.document_key <> own.document_key
    where
        stated.is_unit_row and stated.is_own_year and own.row_key = 'total'
        and (
            stated.table_kind = own.table_kind
            or (stated.table_kind = 'general_budget_by_unit' and own.table_kind = 'general_budget_by_function')
        )
    qualify own.table_kind = stated.table_kind or not bool_or(own.table_kind = stated.table_kind) over (
        partition by stated.table_key, stated.stated_of_key, own.document_key
    )
),

-- A project that a department's list gives to a unit, against the same project in the unit's own list.
projects as (
    select
        'unit_project' as rule_id,
        stated.amount_key as left_key,
        own.amount_key as right_key,
        stated.document_key,
        own.document_key as other_document_key,
        stated.row_label || ' · ' || stated.column_path as scope
    from own as stated
    inner join own
        on
            stated.label_unit_key = own.stated_of_key
            and stated.stated_year = own.stated_year
            and stated.stated_stage = own.stated_stage
            and stated.table_kind = own.table_kind
            and stated.row_key = own.row_key
            and stated.column_key = own.column_key
            and stated.document_key <> own.document_key
    where
        stated.table_kind = 'project' and stated.row_entity = 'project' and stated.is_leaf and stated.unit_label is not null
        and stated.publisher_level = 'department'
),

-- Figures for another year, or of the budget beside the final accounts, against the paper that was about them.
comparatives as (
    select
        case when stated.stated_year = stated.document_year then 'final_original_budget' else 'last_year' end as rule_id,
        stated.amount_key as left_key,
        own.amount_key as right_key,
        stated.document_key,
        own.document_key as other_document_key,
        concat_ws(' · ', stated.stated_year, nullif(stated.row_label, ''), stated.column_path) as scope
    from stated
    inner join own
        on
            stated.publisher_key = own.stated_of_key
            and stated.stated_year = own.stated_year
            and stated.stated_stage = own.stated_stage
            and stated.table_kind = own.table_kind
            and stated.row_key = own.row_key
            and stated.column_key = own.column_key
            and stated.document_key <> own.document_key
    where not stated.is_own_year and not stated.is_unit_row
),

-- What is carried on at the end of a year opens the next one, in total and fund by fund.
openings as (
    select
        'opening_balance' as rule_id,
        opening.amount_key as left_key,
        closing.amount_key as right_key,
        opening.document_key,
        closing.document_key as other_document_key,
        opening.row_label || ' · ' || opening.column_path as scope
    from own as opening
    inner join own as closing
        on
            opening.stated_of_key = closing.stated_of_key
            and opening.stated_year = closing.stated_year + 1
            and opening.stated_stage = closing.stated_stage
            and opening.table_kind = closing.table_kind
    where
        opening.stated_stage = 'final'
        and opening.table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation_summary')
        and opening.side = 'revenue'
        and closing.row_key = 'expenditure|carry_over_closing'
        and (
            (opening.row_key = 'revenue|carry_over_opening' and closing.column_key like 'total|%')
            or (opening.row_role is null and opening.is_beside_the_year and opening.row_fund = closing.fund)
        )
)

select * from unit_rows
union all
select * from projects
union all
select * from comparatives
union all
select * from openings
