-- The amounts of documents' tables that are money as the narrative calls it: a concept or a subject, and its fund (`-` of all,
-- `*` whatever the words say). Of two figures for one thing the lower preference speaks.
with printed as (
    select * from {{ ref('int_comparable_amount') }}
    where is_own_year and amount_yuan is not null and reading in ('exact', 'repaired')
),

meant as (
    select
        *,
        'subject' as concept,
        split_part(row_key, '|', 2) as subject_code,
        'general_public_budget' as money_of
    from printed
    where
        table_kind = 'general_budget_by_function' and row_key like 'functional|%'
        and column_key like 'total|general_public_budget|-|-|-|-|%'
    union all
    -- Of all funds: where the words name none.
    select
        *,
        'subject' as concept,
        split_part(row_key, '|', 2) as subject_code,
        '-' as money_of
    from printed
    where
        column_key like 'total|-|-|-|-|-|%'
        and (
            (table_kind = 'expenditure' and row_key like 'functional|%')
            or (table_kind = 'revenue_expenditure_summary' and regexp_matches(row_key, '^expenditure\|\d{3}$'))
        )
    union all
    select
        *,
        case
            when column_key like 'total|general_public_budget|-|-|-|-|%' then 'expenditure'
            when column_key like '%|general_public_budget|-|basic|-|-|%' then 'basic'
            when column_key like '%|general_public_budget|-|project|-|-|%' then 'project'
            when column_key like '%|general_public_budget|-|personnel|-|-|%' then 'personnel'
            when column_key like '%|general_public_budget|-|operating|-|-|%' then 'operating'
        end as concept,
        cast(null as varchar) as subject_code,
        'general_public_budget' as money_of
    from printed
    where
        row_key = 'total'
        and (table_kind = 'general_budget_by_function' or (table_kind = 'general_budget_by_unit' and is_unit_row))
    union all
    select
        *,
        unnest(['revenue_and_expenditure', 'revenue_total', 'expenditure_total']) as concept,
        cast(null as varchar) as subject_code,
        '-' as money_of
    from printed
    where
        row_key = 'total' and table_kind = 'revenue' and stated_stage = 'original_budget'
        and column_key like 'total|-|-|-|-|-|%'
    union all
    select
        *,
        split_part(column_key, '|', 6) as concept,
        cast(null as varchar) as subject_code,
        '*' as money_of
    from printed
    where row_key = 'total' and table_kind = 'three_public' and split_part(column_key, '|', 6) <> '-'
)

select
    document_key,
    stated_of_key,
    stated_year,
    stated_stage,
    amount_key,
    amount_yuan,
    half_unit_yuan,
    case when is_unit_row then 2 else 1 end as preference,
    concept,
    subject_code,
    money_of as fund
from meant
