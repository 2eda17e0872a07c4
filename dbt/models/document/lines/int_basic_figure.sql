-- Basic expenditure by economic subject, of subjects with none below them and of total rows: the columns (in finals the lists) say
-- personnel or operating, a total where they do not, or the funds. Of several tables that print one fund's money the one with most
-- subjects speaks, by 部门预算经济分类 before 政府预算经济分类. A total row speaks by its total.
with figures as (
    select
        *,
        row_role is not null or row_entity <> 'subject' as is_total,
        -- All of a table can be called basic by its title: that says nothing of its columns.
        coalesce(nature, 'basic') = 'basic' as is_whole_nature,
        -- Columns by fund: what each prints is of its fund, what names none (上年结转) of none that is known.
        count(distinct fund) filter (where sum_role = 'part' and is_whole_nature) over (partition by table_key) > 1 as is_by_fund
    from {{ ref('int_usable_amount') }}
    where
        table_kind = 'general_budget_basic_by_economic' and is_own_stage
        and (
            row_role in ('total', 'personnel_total', 'operating_total')
            or (row_role is null and row_entity = 'subject' and subject_level is not null and is_leaf)
            or (row_role is null and row_entity <> 'subject' and parent_position is null and not is_leaf)
        )
    -- Where no row is the total of all, those of the two lists make it up, else the headings (a unit's name) over the subjects.
    qualify
        (row_role is null and row_entity = 'subject')
        or rank() over (
            partition by table_key, row_role is null and row_entity = 'subject'
            order by case row_role when 'total' then 0 when 'personnel_total' then 1 when 'operating_total' then 1 else 2 end
        ) = 1
),

chosen as (
    select
        * replace (case when is_by_fund and period is not null then 'other_funds' else coalesce(fund, 'other_funds') end as fund),
        coalesce(not is_total and sum_role = 'part' and nature in ('personnel', 'operating'), false) as is_split,
        row_number() over (
            partition by table_key, position order by case sum_role when 'total' then 0 else 1 end, column_number
        ) as preference
    from figures
    where not is_by_fund or (sum_role = 'part' and is_whole_nature)
    qualify is_by_fund or is_split or (not bool_or(is_split) over (partition by table_key, position) and preference = 1)
),

ranked as (
    select
        document_key,
        fund,
        table_key,
        min(classification) as classification,
        list(distinct code) as codes,
        bool_and(fund = 'other_funds' and not is_by_fund) as is_of_all_funds,
        row_number() over (
            partition by document_key, fund
            order by case min(classification) when 'economic' then 0 else 1 end, count(distinct code) desc, table_key asc
        ) as preference
    from chosen
    where amount_yuan <> 0 and not is_total
    group by document_key, fund, table_key
),

-- A table that prints the money of one before it again: by the other classification, or the same subjects or what is below them. One whose
-- columns name no fund prints that of all funds, and so that of every other table.
repeated as (
    select distinct
        ranked.table_key,
        ranked.fund
    from ranked
    inner join ranked as first_tables
        on
            ranked.document_key = first_tables.document_key
            and (
                (ranked.fund = first_tables.fund and ranked.preference > first_tables.preference)
                or (ranked.is_of_all_funds and not first_tables.is_of_all_funds)
            )
    where
        ranked.classification is distinct from first_tables.classification
        or list_has_any(
            list_transform(ranked.codes, lambda code: left(code, 3)), list_transform(first_tables.codes, lambda code: left(code, 3))
        )
)

select
    chosen.amount_key,
    chosen.document_key,
    chosen.table_key,
    chosen.amount_stage as stage,
    chosen.is_total,
    chosen.code,
    chosen.fund,
    case when chosen.is_split then chosen.nature else 'not_stated' end as nature,
    chosen.amount_yuan,
    chosen.half_unit_yuan
from chosen
anti join repeated on chosen.table_key = repeated.table_key and chosen.fund = repeated.fund
