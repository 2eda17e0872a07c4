-- What a document prints of a body, a year and a stage, by what row and column mean: what another document may print too.
-- Grain: one printed amount.
with figures as (
    select * from {{ ref('int_judged_amount') }}
    where
        measure = 'money' and not is_repeat and amount_stage in ('original_budget', 'final')
        and table_kind not in ('performance_project', 'procurement', 'other')
        -- Of the overall performance table only the money rows: its list of projects and its indicators have no group.
        and (table_kind <> 'performance_overall' or row_group is not null)
    -- Of 三公 with its items in columns the rows below the first are of other bodies: no column says so where they are no units' rows.
    qualify
        table_kind <> 'three_public' or row_entity = 'unit' or row_role = 'total'
        or not coalesce(bool_or(item is not null) over (partition by table_key), false)
        or row_label = first_value(row_label) over (partition by table_key, amount_fiscal_year, amount_stage order by position)
),

documents as (
    select
        document_key,
        fiscal_year,
        stage
    from {{ ref('int_document') }}
    where status = 'loaded'
)

select
    figures.document_key,
    documents.fiscal_year as document_year,
    documents.stage as document_stage,
    figures.amount_fiscal_year as stated_year,
    figures.amount_stage as stated_stage,
    figures.amount_fiscal_year = documents.fiscal_year
    and figures.amount_stage = case documents.stage when 'final' then 'final' else 'original_budget' end as is_own_year,
    figures.table_kind,
    figures.table_key,
    figures.page_number,
    figures.amount_key,
    figures.amount_yuan,
    figures.corrected_amount_yuan,
    figures.half_unit_yuan,
    figures.reading,
    figures.row_role,
    figures.row_group,
    figures.row_fund,
    figures.row_label,
    figures.row_code as unit_code,
    figures.unit_label,
    figures.is_beside_the_year,
    figures.classification,
    figures.code,
    figures.fund,
    figures.nature,
    figures.item,
    figures.period,
    figures.side,
    figures.row_entity,
    figures.is_leaf,
    figures.column_path,
    figures.row_entity = 'unit' and figures.is_leaf and figures.row_role is null as names_unit,
    case when names_unit then {{ normalise_name('figures.row_label') }} end as row_name_key,
    {{ normalise_name('figures.unit_label') }} as unit_name_key,
    case
        when figures.row_role = 'total' and figures.table_kind <> 'performance_overall' then 'total'
        when figures.table_kind = 'three_public' and figures.row_label = '“三公”经费' then 'total'
        when figures.row_entity = 'subject' then concat_ws('|', figures.classification, figures.code, figures.row_second_code)
        when figures.row_entity = 'project' then coalesce(figures.row_code, figures.row_label)
        when
            figures.row_role in ('grand_total', 'current_year_total', 'carry_over_opening', 'carry_over_closing')
            and figures.parent_position is null
            then concat_ws('|', figures.side, figures.row_role)
        when figures.class_code is not null then concat_ws('|', figures.side, figures.class_code)
        else concat_ws('|', figures.side, figures.parent_role, {{ strip_outline_number('figures.row_label') }})
    end as row_key,
    -- A column that names no part is the whole, whether it says 合计 or 预算数.
    concat_ws(
        '|',
        case
            when
                coalesce(figures.nature, figures.period, figures.item, figures.fund_detail) is null
                and (figures.fund is null or figures.table_kind like 'general_budget%')
                then 'total'
            else figures.sum_role
        end,
        coalesce(figures.fund, '-'), coalesce(figures.fund_detail, '-'), coalesce(figures.nature, '-'),
        coalesce(figures.period, '-'), coalesce(figures.item, '-'), coalesce(figures.side, '-')
    ) as column_key
from figures
inner join documents on figures.document_key = documents.document_key
