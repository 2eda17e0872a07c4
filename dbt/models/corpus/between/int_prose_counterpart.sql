-- What another speaking document prints of the same money as the narrative tells: its table, its department's row, its own narrative.
with stated as (
    select * from {{ ref('int_prose_stated') }}
),

printed as (
    select * from {{ ref('int_comparable_amount') }}
    where is_own_year and amount_yuan is not null and reading in ('exact', 'repaired')
),

-- The money that a column of a total is, as the narrative calls it.
things as (
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        amount_yuan,
        half_unit_yuan,
        case when is_unit_row then 2 else 1 end as preference,
        'subject' as concept,
        split_part(row_key, '|', 2) as subject_code,
        'general_public_budget' as fund
    from printed
    where
        table_kind = 'general_budget_by_function' and row_key like 'functional|%'
        and column_key like 'total|general_public_budget|-|-|-|-|%'
    union all
    -- Of all funds: where the words name none.
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        amount_yuan,
        half_unit_yuan,
        1 as preference,
        'subject' as concept,
        split_part(row_key, '|', 2) as subject_code,
        '-' as fund
    from printed
    where
        column_key like 'total|-|-|-|-|-|%'
        and (
            (table_kind = 'expenditure' and row_key like 'functional|%')
            or (table_kind = 'revenue_expenditure_summary' and regexp_matches(row_key, '^expenditure\|\d{3}$'))
        )
    union all
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        amount_yuan,
        half_unit_yuan,
        case when is_unit_row then 2 else 1 end as preference,
        case
            when column_key like 'total|general_public_budget|-|-|-|-|%' then 'expenditure'
            when column_key like '%|general_public_budget|-|basic|-|-|%' then 'basic'
            when column_key like '%|general_public_budget|-|project|-|-|%' then 'project'
            when column_key like '%|general_public_budget|-|personnel|-|-|%' then 'personnel'
            when column_key like '%|general_public_budget|-|operating|-|-|%' then 'operating'
        end as concept,
        cast(null as varchar) as subject_code,
        'general_public_budget' as fund
    from printed
    where
        row_key = 'total'
        and (table_kind = 'general_budget_by_function' or (table_kind = 'general_budget_by_unit' and is_unit_row))
    union all
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        amount_yuan,
        half_unit_yuan,
        case when is_unit_row then 2 else 1 end as preference,
        unnest(['revenue_and_expenditure', 'revenue_total', 'expenditure_total']) as concept,
        cast(null as varchar) as subject_code,
        '-' as fund
    from printed
    where row_key = 'total' and table_kind = 'revenue' and stated_stage = 'original_budget' and column_key like 'total|-|-|-|-|-|%'
    union all
    select
        document_key,
        stated_of_key,
        stated_year,
        stated_stage,
        amount_key,
        amount_yuan,
        half_unit_yuan,
        case when is_unit_row then 2 else 1 end as preference,
        split_part(column_key, '|', 6) as concept,
        cast(null as varchar) as subject_code,
        '*' as fund
    from printed
    where row_key = 'total' and table_kind = 'three_public' and split_part(column_key, '|', 6) <> '-'
),

-- A code that was given to another subject since then is another thing.
names as (
    select
        document_key,
        code as subject_code,
        min({{ subject_name('name') }}) as name
    from {{ ref('doc_subject') }}
    where classification = 'functional'
    group by document_key, code
),

candidates as (
    select
        stated.prose_figure_key,
        things.document_key as other_document_key,
        things.preference,
        things.amount_key,
        cast(null as varchar) as other_prose_figure_key,
        things.amount_yuan as other_yuan,
        things.half_unit_yuan as other_half_unit_yuan
    from stated
    inner join things
        on
            stated.unit_key = things.stated_of_key
            and stated.stated_year = things.stated_year
            and stated.stated_stage = things.stated_stage
            and stated.concept = things.concept
            and stated.subject_code is not distinct from things.subject_code
            and (stated.fund = things.fund or things.fund = '*' or (
                stated.concept = 'subject' and things.fund = 'general_public_budget'
                and (stated.fund = 'fiscal_appropriation' or (stated.fund = '-' and stated.growth_sign = 0))
            ))
            and stated.document_key <> things.document_key
    union all
    select
        stated.prose_figure_key,
        others.document_key as other_document_key,
        3 as preference,
        cast(null as varchar) as amount_key,
        others.prose_figure_key as other_prose_figure_key,
        others.stated_yuan as other_yuan,
        others.half_unit_yuan as other_half_unit_yuan
    from stated
    inner join stated as others
        on
            stated.unit_key = others.unit_key
            and stated.stated_year = others.stated_year
            and stated.stated_stage = others.stated_stage
            and stated.concept = others.concept
            and stated.subject_code is not distinct from others.subject_code
            and (stated.fund = others.fund or '-' in (stated.fund, others.fund))
            and stated.document_key <> others.document_key
    where stated.growth_sign <> 0 and others.growth_sign = 0
)

select candidates.*
from candidates
inner join stated on candidates.prose_figure_key = stated.prose_figure_key
left join names on stated.document_key = names.document_key and stated.subject_code = names.subject_code
left join names as other_names
    on candidates.other_document_key = other_names.document_key and stated.subject_code = other_names.subject_code
where coalesce(names.name = other_names.name, true)
qualify row_number() over (
    partition by candidates.prose_figure_key, candidates.other_document_key
    order by candidates.preference, candidates.amount_key, candidates.other_prose_figure_key
) = 1
