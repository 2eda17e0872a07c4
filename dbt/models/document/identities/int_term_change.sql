-- Terms of columns of change: this year's figure less last year's, where both stand under the same header beside it.
with figures as (
    select * from {{ ref('int_amount') }} where measure in ('money', 'change') and not is_repeat and sums_hold
),

columns as (
    select
        table_key,
        block_number,
        column_number,
        measure,
        amount_fiscal_year,
        -- The header without the cells that only tell years and changes apart.
        array_to_string(
            list_filter(
                string_split(column_path, '/'),
                lambda cell: not regexp_matches(cell, comparison)
            ), '/'
        ) as stem,
        regexp_matches(column_path, header_year) as says_year
    from {{ ref('int_column') }}
    cross join (
        select
            {{ table_pattern('header_comparison') }} as comparison,
            {{ table_pattern('header_year') }} as header_year
    ) as patterns
    where role = 'value' and measure in ('money', 'change')
),

years as (
    select
        table_key,
        block_number,
        stem,
        max(amount_fiscal_year) as this_year
    from columns
    where measure = 'money' and says_year
    group by table_key, block_number, stem
    -- Two columns of two years that follow each other; anything else leaves open what the change is of.
    having count(*) = 2 and max(amount_fiscal_year) = min(amount_fiscal_year) + 1
),

changes as (
    select
        columns.*,
        years.this_year
    from columns
    inner join years
        on columns.table_key = years.table_key and columns.block_number = years.block_number and columns.stem = years.stem
    where columns.measure = 'change'
    qualify count(*) over (partition by columns.table_key, columns.block_number, columns.stem) = 1
),

identities as (
    select
        changes.*,
        figures.position,
        figures.amount_key,
        figures.row_label || ' · ' || figures.column_path as scope
    from changes
    inner join figures on changes.table_key = figures.table_key and changes.column_number = figures.column_number
)

select
    'column_change' as rule_id,
    'left' as side,
    1 as sign,
    identities.amount_key,
    identities.amount_key as scope_key,
    identities.scope
from identities
union all
select
    'column_change' as rule_id,
    'right' as side,
    case when columns.amount_fiscal_year = identities.this_year then 1 else -1 end as sign,
    figures.amount_key,
    identities.amount_key as scope_key,
    identities.scope
from identities
inner join columns
    on
        identities.table_key = columns.table_key
        and identities.block_number = columns.block_number
        and identities.stem = columns.stem
        and columns.measure = 'money' and columns.says_year
inner join figures
    on columns.table_key = figures.table_key and columns.column_number = figures.column_number and identities.position = figures.position
