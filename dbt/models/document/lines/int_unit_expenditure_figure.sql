-- Figures of the units' rows of a table of expenditure, where the units make up every total that it prints: by nature where the natures
-- of a row make up its whole, else by fund where these do, else the whole. Grain: one printed amount.
with figures as (
    select
        *,
        coalesce(row_role = 'total', false) as is_total_row,
        row_entity = 'unit' and row_role is null and is_leaf as is_unit_row,
        array_slice(string_split(column_path, '/'), 1, -2) as column_parent,
        case
            -- A header of revenue says whose money is spent, not on what.
            when nature is not null and fund_detail is null then 'by_nature'
            when fund is not null or sum_role = 'part' then 'by_fund'
            else 'whole'
        end as split
    from {{ ref('int_usable_amount') }}
    where table_kind = 'expenditure' and is_own_stage
),

proved as (
    select table_key
    from (
        select
            table_key,
            column_number,
            abs(
                coalesce(sum(amount_yuan) filter (where is_total_row), 0) - coalesce(sum(amount_yuan) filter (where is_unit_row), 0)
            ) <= max(half_unit_yuan) * (1 + count(*) filter (where is_unit_row)) as holds,
            coalesce(bool_or(is_total_row and amount_yuan > 0), false) as has_total
        from figures
        group by table_key, column_number
    ) as sums
    group by table_key
    -- A total that nothing is printed for proves nothing.
    having bool_and(holds) and bool_or(has_total)
),

-- Of a row's columns below one header the total tells no more where parts are printed; of its wholes the first speaks.
finest as (
    select figures.*
    from figures
    inner join proved on figures.table_key = proved.table_key
    where figures.is_unit_row
    qualify
        case
            when figures.split = 'whole'
                then row_number() over (partition by figures.table_key, figures.position, figures.split order by figures.column_number) = 1
            else
                figures.sum_role = 'part'
                or not bool_or(figures.sum_role = 'part')
                    over (partition by figures.table_key, figures.position, figures.split, figures.column_parent)
        end
),

splits as (
    select
        table_key,
        position,
        split,
        sum(amount_yuan) as amount_yuan,
        max(half_unit_yuan) * (1 + count(*)) as tolerance_yuan
    from finest
    group by table_key, position, split
),

-- A row that prints no whole is told by what it prints of one kind.
chosen as (
    select
        splits.table_key,
        splits.position,
        splits.split
    from splits
    left join splits as wholes
        on splits.table_key = wholes.table_key and splits.position = wholes.position and wholes.split = 'whole'
    where abs(splits.amount_yuan - coalesce(wholes.amount_yuan, splits.amount_yuan)) <= splits.tolerance_yuan
    qualify
        row_number() over (
            partition by splits.table_key, splits.position order by list_position(['by_nature', 'by_fund', 'whole'], splits.split)
        ) = 1
),

told as (
    select
        finest.* exclude (is_total_row, is_unit_row, column_parent, split)
        replace (
            coalesce(finest.fund, 'other_funds') as fund,
            case when finest.split = 'by_nature' then finest.nature else 'not_stated' end as nature
        ),
        controls.printed_yuan,
        sum(finest.amount_yuan) over one_document as told_yuan,
        sum(case when finest.period is null then finest.amount_yuan else 0 end) over one_document as told_of_the_year_yuan,
        finest.half_unit_yuan * count(*) over one_document + coalesce(controls.half_unit_yuan, 0) as bound_yuan
    from finest
    inner join chosen
        on finest.table_key = chosen.table_key and finest.position = chosen.position and finest.split = chosen.split
    left join {{ ref('int_document_control') }} as controls on finest.document_key = controls.document_key
    window one_document as (partition by finest.document_key)
)

-- What the document prints as the expenditure of the year is what its units spend: with what was carried over into it, or without.
select * exclude (printed_yuan, told_yuan, told_of_the_year_yuan, bound_yuan)
from told
where
    printed_yuan is null
    or abs(told_yuan - printed_yuan) <= bound_yuan
    or (period is null and abs(told_of_the_year_yuan - printed_yuan) <= bound_yuan)
