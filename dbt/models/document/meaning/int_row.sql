-- One row per printed row with its meaning: role, fund, subject and level.
with typed as (
    select * from {{ ref('int_row_typed') }}
),

terms as (
    select
        row_label,
        max(value) filter (where kind = 'role') as row_role,
        max(value) filter (where kind = 'fund') as fund,
        max(value) filter (where kind = 'fund_detail') as fund_detail,
        max(value) filter (where kind = 'class_code') as class_code
    from {{ ref('int_row_term') }}
    group by row_label
),

groups as (
    select
        pattern,
        value
    from {{ ref('row_term') }}
    where kind = 'group'
),

meant as (
    select
        typed.document_key,
        typed.table_key,
        typed.block_number,
        typed.row_number,
        typed.table_kind,
        typed.default_entity,
        typed.page_number,
        typed.row_code,
        typed.row_second_code,
        typed.row_text,
        typed.row_level,
        typed.parent_row_number,
        typed.unit_label,
        typed.is_repeat,
        typed.repeat_of_row_number,
        typed.row_year,
        typed.year_text,
        typed.row_entity,
        typed.code,
        typed.row_label as printed_label,
        case
            when typed.table_kind = 'three_public' and typed.row_label = '' then '“三公”经费'
            when typed.table_kind = 'performance_overall' and groups.value is not null then typed.row_path
            else typed.row_label
        end as row_label,
        concat_ws(
            '/',
            nullif(case when typed.table_kind = 'three_public' and typed.row_label = '' then '“三公”经费' else typed.row_path end, ''),
            typed.telling_words
        ) as row_path,
        groups.value as row_group,
        case
            -- A total without a label is the first row of its list; further down an empty label is an empty line.
            when
                typed.row_label = '' and typed.code is null and typed.default_entity <> 'line'
                and typed.row_number = min(typed.row_number) over (partition by typed.table_key, typed.block_number)
                then 'total'
            else terms.row_role
        end as row_role,
        terms.fund as row_fund,
        terms.fund_detail as row_fund_detail,
        case
            when typed.row_entity <> 'subject' then null
            when typed.classification = 'economic' and regexp_matches(typed.code, '^5\d\d(\d\d)?$') then 'government_economic'
            else coalesce(typed.classification, 'functional')
        end as classification,
        case
            when typed.row_entity <> 'subject' then null
            else case length(typed.code) when 3 then 'class' when 5 then 'section' when 7 then 'item' end
        end as subject_level,
        case
            when typed.row_entity = 'subject' then left(typed.code, 3)
            when typed.row_entity = 'line' then terms.class_code
        end as class_code,
        typed.position
    from typed
    left join terms on typed.row_label = terms.row_label
    left join groups on regexp_matches(split_part(typed.row_path, '/', 1), groups.pattern)
),

counted as (
    select
        *,
        count(class_code) filter (where row_entity = 'line') over (partition by table_key, block_number) as class_line_count
    from meant
)

select
    * exclude (class_code, class_line_count),
    -- Of several lists side by side the one with most functional classes is by function; 其他支出 elsewhere is another 其他支出.
    case
        when row_entity <> 'line' or class_line_count = max(class_line_count) over (partition by table_key) then class_code
    end as class_code,
    -- A half that prints neither a total of the year nor anything carried over ends in the total of the year.
    case
        when
            row_role = 'grand_total' and default_entity = 'line'
            and not bool_or(
                coalesce(row_role in ('current_year_total', 'block_total', 'total'), false)
                or coalesce(row_role in ('carry_over_opening', 'carry_over_closing', 'use_of_surplus', 'surplus_distribution'), false)
            ) over (partition by table_key, block_number)
            then 'current_year_total'
    end as second_role
from counted
