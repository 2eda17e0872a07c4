-- One row per deepest functional row, table and nature: what is printed for a nature, and what a row prints beyond its natures.
with figures as (
    select * from {{ ref('int_expenditure_figure') }}
),

by_row as (
    select
        document_key,
        table_key,
        position,
        cut,
        code,
        max(half_unit_yuan) as half_unit_yuan,
        sum(amount_yuan) filter (where printed_nature = 'total') as total,
        sum(amount_yuan) filter (where printed_nature = 'basic') as basic,
        sum(amount_yuan) filter (where printed_nature in ('personnel', 'operating')) as basic_parts,
        sum(amount_yuan) filter (where printed_nature not in ('total', 'basic', 'personnel', 'operating')) as other_parts,
        {{ terms("printed_nature = 'total'", 1) }} as total_terms,
        {{ terms("printed_nature = 'basic'", 1) }} as basic_terms,
        {{ terms("printed_nature = 'basic'", -1) }} as minus_basic_terms,
        {{ terms("printed_nature in ('personnel', 'operating')", -1) }} as minus_part_terms,
        {{ terms("printed_nature not in ('total', 'basic', 'personnel', 'operating')", -1) }} as minus_other_terms,
        count(*) as figure_count
    from figures
    group by document_key, table_key, position, cut, code
),

printed as (
    select
        figures.document_key,
        figures.cut,
        figures.code,
        figures.printed_nature as nature,
        figures.amount_yuan,
        figures.half_unit_yuan as tolerance_yuan,
        {{ own_term('figures.amount_key') }} as terms,
        false as derived
    from figures
    inner join by_row on figures.table_key = by_row.table_key and figures.position = by_row.position
    where
        figures.printed_nature not in ('total', 'basic')
        or (figures.printed_nature = 'basic' and by_row.basic_parts is null)
),

basic_remainders as (
    select
        document_key,
        cut,
        code,
        'basic' as nature,
        basic - basic_parts as amount_yuan,
        half_unit_yuan * figure_count as tolerance_yuan,
        basic_terms || minus_part_terms as terms,
        true as derived
    from by_row
    where basic_parts is not null and basic is not null
),

total_remainders as (
    select
        document_key,
        cut,
        code,
        'not_stated' as nature,
        total - coalesce(basic, basic_parts, 0) - coalesce(other_parts, 0) as amount_yuan,
        half_unit_yuan * figure_count as tolerance_yuan,
        total_terms || case when basic is null then minus_part_terms else minus_basic_terms end || minus_other_terms as terms,
        figure_count > 1 as derived
    from by_row
    where total is not null
)

select * from printed
where amount_yuan <> 0
union all
-- A difference within the rounding of its terms is no money.
select * from basic_remainders
where abs(amount_yuan) > tolerance_yuan
union all
select * from total_remainders
where amount_yuan <> 0 and (not derived or abs(amount_yuan) > tolerance_yuan)
