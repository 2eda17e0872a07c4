-- The cells of tables that print what a figure of the prose is of, by the places of the seed prose_place and by subject,
-- however well they could be read. Grain: one figure and cell.
with prose as (
    select * from {{ ref('int_prose_figure') }}
    where relation in ('amount', 'change') and concept is not null
),

places as (
    select * from {{ ref('prose_place') }}
),

amounts as (
    select * from {{ ref('int_amount') }} where measure = 'money' and not is_repeat
),

-- A 三公 table names its items in the header or, one below the other, in its rows; then its columns are of funds, and all of them count.
row_items as (
    select
        row_label,
        item
    from {{ ref('int_row_item') }}
    where item is not null
),

figures as (
    select amounts.* replace (coalesce(amounts.item, row_items.item) as item)
    from amounts
    left join row_items
        on
            amounts.row_label = row_items.row_label
            and amounts.table_kind = 'three_public'
            and amounts.row_entity = 'line'
            and amounts.sum_role = 'total'
),

-- 年初预算 of the prose may be the adjusted budget of the table: the words and the column headers do not always agree.
placed as (
    select
        prose.prose_figure_key,
        figures.amount_key,
        places.fund in ('*', prose.fund) as is_of_fund
    from prose
    inner join places on prose.concept = places.concept
    inner join figures
        on
            prose.document_key = figures.document_key
            and places.table_kind = figures.table_kind
            and {{ fits('figures.side', 'places.block_side') }}
            and ({{ fits('figures.row_role', 'places.row_role') }} or figures.second_role = places.row_role)
            and {{ fits('figures.row_entity', 'places.row_entity') }}
            and {{ fits('figures.sum_role', 'places.sum_role') }}
            and {{ fits('figures.fund', 'places.column_fund') }}
            and {{ fits('figures.fund_detail', 'places.column_fund_detail') }}
            and {{ fits('figures.nature', 'places.nature') }}
            and {{ fits('figures.item', 'places.item') }}
            and {{ fits('figures.row_fund', 'places.row_fund') }}
            and {{ fits('figures.row_fund_detail', 'places.row_fund_detail') }}
            -- Some places speak only where the narrative is about them.
            and (places.heading = '*' or regexp_matches(prose.heading, places.heading))
    where
        places.fund in ('*', prose.fund) or not prose.fund_is_said
),

by_subject as (
    select
        prose.prose_figure_key,
        figures.amount_key,
        prose.fund = '-' or coalesce(figures.fund, figures_kind.default_fund, '-') = prose.fund
        or (prose.fund = 'fiscal_appropriation' and figures.table_kind like 'fiscal_%') as is_of_fund
    from prose
    inner join figures
        on
            prose.document_key = figures.document_key
            and (
                (figures.row_entity = 'subject' and figures.code = prose.subject_code and figures.classification = prose.classification)
                or (figures.row_entity = 'line' and figures.class_code = prose.subject_code and prose.classification = 'functional')
            )
    left join {{ ref('table_kind') }} as figures_kind on figures.table_kind = figures_kind.table_kind
    where
        prose.concept = 'subject'
        and figures.table_kind in (
            'revenue_expenditure_summary', 'expenditure', 'fiscal_appropriation_summary', 'fiscal_appropriation_by_function',
            'general_budget_by_function', 'government_fund', 'state_capital', 'general_budget_by_economic',
            'general_budget_basic_by_economic', 'fiscal_appropriation_basic_by_economic'
        )
        and (figures.nature is null or (figures.nature = 'basic' and figures.sum_role in ('total', 'part')))
        and figures.sum_role in ('total', 'part')
        and figures.period is null
        and figures.item is null
)

select * from placed
union
select * from by_subject
