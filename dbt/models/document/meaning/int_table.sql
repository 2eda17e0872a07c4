-- One row per table: its kind, printed unit, decimals and whether anything is printed in it.
with tables as (
    select * from {{ ref('int_table_kind') }}
),

printed as (
    select
        table_key,
        max(number_decimals) filter (where measure = 'money' and reading = 'exact') as decimals,
        count(*) as figure_count,
        count(number) filter (where measure = 'money') as money_count,
        min(stated_unit) filter (where measure = 'money' and number is not null) as stated_unit,
        count(stated_unit) filter (where measure = 'money' and number is not null) as stated_count,
        count(distinct stated_unit) filter (where measure = 'money' and number is not null) as stated_units
    from {{ ref('int_value_cell') }}
    group by table_key
),

units as (
    select
        tables.table_key,
        -- What is stated of all its money figures alike is nearer than a unit for the table, or that of other tables.
        coalesce(
            case when printed.stated_count = printed.money_count and printed.stated_units = 1 then printed.stated_unit end,
            tables.unit_text,
            tables.document_unit
        ) as printed_unit
    from tables
    left join printed on tables.table_key = printed.table_key
)

select
    tables.* exclude (unit_text, document_unit),
    units.printed_unit,
    printed.decimals,
    coalesce(printed.figure_count, 0) as figure_count,
    coalesce(printed.money_count, 0) as money_count,
    {{ unit_in_yuan('units.printed_unit') }} as yuan_per_unit,
    -- Half a unit of the last decimal that any amount of the table prints, at least two for 万元, in yuan.
    cast({{ half_unit('units.printed_unit', 'printed.decimals') }} as decimal(24, 8)) as half_unit_yuan
from tables
inner join units on tables.table_key = units.table_key
left join printed on tables.table_key = printed.table_key
