-- One figure printed in two speaking documents: what each says of one body, year and stage. The left document owns the identity.
with told as (
    select * from {{ ref('int_told_amount') }}
),

-- A body's own papers about their own year.
own as (
    select * from told where is_own_year and not is_unit_row
),

-- A unit's row in its department's tables, against the total of the unit's own table, of the same kind where it has one.
unit_rows as (
    select
        'unit_row' as rule_id,
        told.amount_key as left_key,
        own.amount_key as right_key,
        told.document_key,
        own.document_key as other_document_key,
        told.row_label || ' · ' || told.column_path as scope
    from told
    inner join own
        on
            told.told_of_key = own.told_of_key
            and told.told_year = own.told_year
            and told.told_stage = own.told_stage
            and told.column_key = own.column_key
            and told.document_key <> own.document_key
    where
        told.is_unit_row and told.is_own_year and own.row_key = 'total'
        and (
            told.table_kind = own.table_kind
            or (told.table_kind = 'general_budget_by_unit' and own.table_kind = 'general_budget_by_function')
        )
    qualify own.table_kind = told.table_kind or not bool_or(own.table_kind = told.table_kind) over (
        partition by told.table_key, told.told_of_key, own.document_key
    )
),

-- A project that a department's list gives to a unit, against the same project in the unit's own list.
projects as (
    select
        'unit_project' as rule_id,
        told.amount_key as left_key,
        own.amount_key as right_key,
        told.document_key,
        own.document_key as other_document_key,
        told.row_label || ' · ' || told.column_path as scope
    from own as told
    inner join own
        on
            {{ body_key("'unit'", normalise_name('told.unit_label')) }} = own.told_of_key
            and told.told_year = own.told_year
            and told.told_stage = own.told_stage
            and told.table_kind = own.table_kind
            and told.row_key = own.row_key
            and told.column_key = own.column_key
            and told.document_key <> own.document_key
    where
        told.table_kind = 'project' and told.row_entity = 'project' and told.is_leaf and told.unit_label is not null
        and told.teller_level = 'department'
),

-- Figures for another year, or of the budget beside the final accounts, against the paper that was about them.
comparatives as (
    select
        case when told.told_year = told.document_year then 'final_original_budget' else 'last_year' end as rule_id,
        told.amount_key as left_key,
        own.amount_key as right_key,
        told.document_key,
        own.document_key as other_document_key,
        concat_ws(' · ', told.told_year, nullif(told.row_label, ''), told.column_path) as scope
    from told
    inner join own
        on
            told.teller_key = own.told_of_key
            and told.told_year = own.told_year
            and told.told_stage = own.told_stage
            and told.table_kind = own.table_kind
            and told.row_key = own.row_key
            and told.column_key = own.column_key
            and told.document_key <> own.document_key
    where not told.is_own_year and not told.is_unit_row
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
            opening.told_of_key = closing.told_of_key
            and opening.told_year = closing.told_year + 1
            and opening.told_stage = closing.told_stage
            and opening.table_kind = closing.table_kind
    where
        opening.told_stage = 'final'
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
