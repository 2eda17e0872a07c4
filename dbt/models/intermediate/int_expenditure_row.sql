-- One row per deepest functional subject, table and nature: what the expenditure tables of a speaking document print for its own year.
with figures as (
    select * from {{ ref('int_amount') }}
),

disclosures as (
    select * from {{ ref('int_disclosure') }} where superseded_by is null
),

outline as (
    select distinct
        table_key,
        parent_position
    from {{ ref('int_row_outline') }}
    where parent_position is not null
),

leaves as (
    select
        figures.*,
        case
            when figures.table_kind = 'expenditure' then 'all_funds'
            else figures.fund
        end as cut
    from figures
    inner join disclosures on figures.document_key = disclosures.document_key
    left join outline on figures.table_key = outline.table_key and figures.position = outline.parent_position
    where
        figures.table_kind in ('expenditure', 'general_budget_by_function', 'government_fund', 'state_capital')
        and figures.row_entity = 'subject' and figures.classification = 'functional' and figures.subject_level is not null
        and figures.row_role is null and not figures.is_repeat and outline.parent_position is null
        and figures.measure = 'money' and figures.reading in ('exact', 'repaired') and figures.amount_yuan is not null
        and figures.sum_role <> 'of_which'
        -- Columns of revenue and of what is carried over are no expenditure of the year.
        and coalesce(figures.side, 'expenditure') = 'expenditure' and figures.period is null
        and (figures.table_kind <> 'expenditure' or figures.fund is null)
        and figures.amount_fiscal_year = disclosures.fiscal_year
        and figures.amount_stage = case disclosures.stage when 'final' then 'final' else 'original_budget' end
),

-- One printed figure per row and nature: a total column speaks for the parts that it sums under the same nature.
chosen as (
    select
        *,
        coalesce(nature, 'total') as printed_nature
    from leaves
    qualify row_number() over (
        partition by table_key, position, coalesce(nature, 'total')
        order by case sum_role when 'total' then 0 else 1 end, column_number
    ) = 1
),

by_row as (
    select
        document_key,
        table_key,
        position,
        cut,
        code,
        max(half_unit_yuan) as half_unit_yuan,
        list(amount_key) as amount_keys,
        sum(amount_yuan) filter (where printed_nature = 'total') as total,
        sum(amount_yuan) filter (where printed_nature = 'basic') as basic,
        sum(amount_yuan) filter (where printed_nature in ('personnel', 'operating')) as basic_parts,
        sum(amount_yuan) filter (where printed_nature not in ('total', 'basic', 'personnel', 'operating')) as other_parts,
        count(*) as figure_count
    from chosen
    group by document_key, table_key, position, cut, code
),

printed as (
    select
        chosen.document_key,
        chosen.cut,
        chosen.code,
        chosen.printed_nature as nature,
        chosen.amount_yuan,
        chosen.half_unit_yuan as tolerance_yuan,
        [chosen.amount_key] as amount_keys,
        false as derived
    from chosen
    inner join by_row on chosen.table_key = by_row.table_key and chosen.position = by_row.position
    where chosen.printed_nature not in ('total', 'basic') or (chosen.printed_nature = 'basic' and by_row.basic_parts is null)
),

-- What a row prints beyond its parts, or without any; a difference within the rounding of its terms is no money.
remainders as (
    select
        document_key,
        cut,
        code,
        'basic' as nature,
        basic - basic_parts as amount_yuan,
        half_unit_yuan * figure_count as tolerance_yuan,
        amount_keys,
        true as derived
    from by_row
    where basic_parts is not null and basic is not null
    union all
    select
        document_key,
        cut,
        code,
        'not_stated' as nature,
        total - coalesce(basic, basic_parts, 0) - coalesce(other_parts, 0) as amount_yuan,
        half_unit_yuan * case when basic is null and basic_parts is null and other_parts is null then 1 else figure_count end as tolerance_yuan,
        amount_keys,
        basic is not null or basic_parts is not null or other_parts is not null as derived
    from by_row
    where total is not null
)

select * from printed where amount_yuan <> 0
union all
select * from remainders where amount_yuan <> 0 and (not derived or abs(amount_yuan) > tolerance_yuan)
