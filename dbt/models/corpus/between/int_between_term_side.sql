-- Terms of the identities between documents: pairs of one figure, and sums on one side of two documents.
with pairs as (
    select * from {{ ref('int_comparable_pair') }}
),

stated as (
    select * from {{ ref('int_comparable_amount') }}
),

own as (
    select * from stated where is_own_year and not is_unit_row
),

unit_rows as (
    select * from stated where is_unit_row and is_own_year
),

whole_lists as (
    select distinct table_key from own where table_kind = 'project' and row_key = 'total'
),

-- What a department's project list gives to each unit; a list with a total is a whole one.
unit_projects as (
    select
        own.*,
        {{ body_key("'unit'", normalise_name('own.unit_label')) }} as unit_key
    from own
    inner join whole_lists on own.table_key = whole_lists.table_key
    where own.row_entity = 'project' and own.is_leaf and own.unit_label is not null and own.publisher_level = 'department'
),

project_totals as (
    select
        unit_projects.amount_key as left_key,
        totals.amount_key as right_key,
        unit_projects.document_key,
        totals.document_key as other_document_key,
        unit_projects.unit_label || ' · ' || unit_projects.column_path as scope
    from unit_projects
    inner join own as totals
        on
            unit_projects.unit_key = totals.stated_of_key
            and unit_projects.stated_year = totals.stated_year
            and unit_projects.stated_stage = totals.stated_stage
            and unit_projects.table_kind = totals.table_kind
            and unit_projects.column_key = totals.column_key
            and unit_projects.document_key <> totals.document_key
            and totals.row_key = 'total'
),

-- The last years of 整体支出绩效目标表, which has the unit's money of all funds.
comparatives as (
    select
        *,
        case
            when row_role = 'total' then row_group || ' total'
            when row_role in ('performance_personnel', 'performance_operating') then 'basic'
            when row_role = 'performance_target' then 'project'
            when row_fund = 'fiscal_appropriation' then 'fiscal'
        end as meaning
    from stated
    where table_kind = 'performance_overall' and not is_own_year and row_group is not null
),

-- A unit all of whose money is of the general budget, by its department's tables of revenue and by unit.
general_only as (
    select
        general.document_key,
        general.stated_of_key
    from unit_rows as general
    inner join unit_rows as revenue
        on
            general.document_key = revenue.document_key
            and general.stated_of_key = revenue.stated_of_key
            and general.column_key = replace(revenue.column_key, 'total|-', 'total|general_public_budget')
    where
        general.table_kind = 'general_budget_by_unit' and revenue.table_kind = 'revenue'
        and general.column_key like 'total|general_public_budget|-|-|-|-|%'
        and revenue.column_key like 'total|-|-|-|-|-|%'
        and general.amount_yuan = revenue.amount_yuan
),

department_figures as (
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        unnest(['revenue total', 'expenditure total']) as meaning
    from unit_rows
    where table_kind = 'revenue' and column_key like 'total|-|-|-|-|-|%'
    union all
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        'fiscal' as meaning
    from unit_rows
    where table_kind = 'revenue' and fund in ('general_public_budget', 'government_fund', 'state_capital')
    union all
    select
        unit_rows.document_key,
        unit_rows.stated_of_key,
        unit_rows.stated_year,
        unit_rows.stated_stage,
        unit_rows.amount_key,
        'basic' as meaning
    from unit_rows
    inner join general_only
        on unit_rows.document_key = general_only.document_key and unit_rows.stated_of_key = general_only.stated_of_key
    where
        unit_rows.table_kind = 'general_budget_by_unit'
        and (unit_rows.column_key like '%|personnel|%' or unit_rows.column_key like '%|operating|%')
    union all
    select
        document_key,
        unit_key as stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        'project' as meaning
    from unit_projects
    where column_key like 'total|%'
),

last_years as (
    select
        comparatives.amount_key as left_key,
        department_figures.amount_key as right_key,
        comparatives.document_key,
        department_figures.document_key as other_document_key,
        comparatives.stated_year,
        comparatives.meaning
    from comparatives
    inner join department_figures
        on
            comparatives.publisher_key = department_figures.stated_of_key
            and comparatives.stated_year = department_figures.stated_year
            and comparatives.stated_stage = department_figures.stated_stage
            and comparatives.meaning = department_figures.meaning
            and comparatives.document_key <> department_figures.document_key
),

-- A department of which every unit that its tables list has a paper of its own.
listed as (
    select distinct
        document_key,
        stated_of_key,
        stated_year,
        stated_stage
    from unit_rows
),

complete as (
    select listed.document_key
    from listed
    left join own
        on listed.stated_of_key = own.stated_of_key and listed.stated_year = own.stated_year and listed.stated_stage = own.stated_stage
    group by listed.document_key
    having bool_and(own.document_key is not null)
),

unit_papers as (
    select distinct
        listed.document_key,
        own.document_key as unit_document_key,
        own.table_kind
    from listed
    inner join complete on listed.document_key = complete.document_key
    inner join own
        on listed.stated_of_key = own.stated_of_key and listed.stated_year = own.stated_year and listed.stated_stage = own.stated_stage
),

-- Of the kinds of tables that every unit prints.
common_kinds as (
    select
        document_key,
        table_kind
    from unit_papers
    group by document_key, table_kind
    having count(*) = (
        select count(distinct stated_of_key) from listed where listed.document_key = unit_papers.document_key
    )
),

departments as (
    select
        totals.amount_key as left_key,
        parts.amount_key as right_key,
        totals.document_key,
        totals.table_key || totals.column_key as scope_key,
        totals.column_path as scope
    from own as totals
    inner join common_kinds on totals.document_key = common_kinds.document_key and totals.table_kind = common_kinds.table_kind
    inner join unit_papers
        on totals.document_key = unit_papers.document_key and totals.table_kind = unit_papers.table_kind
    inner join own as parts
        on
            unit_papers.unit_document_key = parts.document_key
            and totals.table_kind = parts.table_kind
            and totals.column_key = parts.column_key
            and parts.row_key = 'total'
    where totals.row_key = 'total'
),

sides as (
    select
        rule_id,
        document_key,
        other_document_key,
        left_key,
        right_key,
        left_key || right_key as scope_key,
        scope
    from pairs
    union all
    select
        'unit_project_total' as rule_id,
        document_key,
        other_document_key,
        left_key,
        right_key,
        right_key || document_key as scope_key,
        scope
    from project_totals
    union all
    select
        'last_year_unit_' || split_part(meaning, ' ', -1) as rule_id,
        document_key,
        other_document_key,
        left_key,
        right_key,
        concat_ws('|', document_key, other_document_key, stated_year, meaning) as scope_key,
        stated_year || ' · ' || meaning as scope
    from last_years
    union all
    select
        'department_units' as rule_id,
        document_key,
        null as other_document_key,
        left_key,
        right_key,
        scope_key,
        scope
    from departments
),

terms as (
    select distinct
        rule_id,
        document_key,
        other_document_key,
        'left' as side,
        left_key as amount_key,
        scope_key,
        scope
    from sides
    union all
    select distinct
        rule_id,
        document_key,
        other_document_key,
        'right' as side,
        right_key as amount_key,
        scope_key,
        scope
    from sides
)

select
    rule_id,
    side,
    1 as sign,
    amount_key,
    scope_key,
    min(scope) over (partition by rule_id, scope_key) as scope,
    -- The left document owns the identity.
    document_key,
    other_document_key
from terms
