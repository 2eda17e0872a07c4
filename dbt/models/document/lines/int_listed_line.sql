-- Projects and purchases of a document by stage, fund and as this year's or carried over, so that they add up to the total of their
-- table; what the table prints beyond them stands without a row. With the quantity, the rate and the score beside the money. Grain:
-- one line.
with documents as (
    select
        document_key,
        fiscal_year,
        stage
    from {{ ref('int_document') }}
),

tables as (
    select
        table_key,
        table_kind,
        regexp_matches(coalesce(title_text, ''), {{ table_pattern('purchased_services') }}) as is_of_services,
        regexp_matches(coalesce(title_text, ''), {{ table_pattern('transfer_title') }}) as is_transfer
    from {{ ref('int_table_kind') }}
),

listed as (
    select * from {{ ref('int_listed_row') }}
),

beside as (
    select
        table_key,
        row_number,
        max(amount) filter (where measure = 'percent') as execution_rate,
        max(amount) filter (where measure = 'count' and regexp_matches(column_path, {{ table_pattern('score_column') }})) as score,
        any_value(amount_text) filter (where measure = 'count' and regexp_matches(column_path, {{ table_pattern('quantity_column') }}))
            as quantity_text
    from {{ ref('int_judged_amount') }}
    where table_kind in ('project', 'performance_project', 'procurement')
    group by table_key, row_number
),

lines as (
    select
        document_key,
        fact,
        table_key,
        stage,
        code,
        fund,
        nature,
        sum(amount_yuan) as amount_yuan,
        sum(tolerance_yuan) as tolerance_yuan,
        flatten(list(terms order by terms[1].amount_key)) as terms,
        bool_or(derived) as derived
    from {{ ref('int_fund_line') }}
    where fact in ('fact_project', 'fact_procurement')
    group by document_key, fact, table_key, stage, code, fund, nature
)

select
    lines.fact,
    md5(concat_ws('|', lines.table_key, lines.code, lines.stage, lines.fund, lines.nature))[1:16] as listed_line_key,
    case when listed.position is not null then md5(concat_ws('|', lines.table_key, lines.code))[1:16] end as item_key,
    lines.document_key,
    documents.stage as document_stage,
    documents.fiscal_year,
    lines.table_key,
    tables.table_kind,
    tables.is_of_services,
    tables.is_transfer,
    lines.stage,
    listed.item_code,
    listed.item_name,
    listed.item_detail,
    listed.heading,
    listed.unit_name,
    {{ normalise_name('listed.unit_name') }} as name_key,
    split_part(lines.fund, ':', 1) as fund,
    nullif(split_part(lines.fund, ':', 2), '') as fund_detail,
    lines.nature as source,
    lines.amount_yuan,
    lines.tolerance_yuan,
    lines.terms,
    lines.derived,
    beside.execution_rate,
    beside.score,
    beside.quantity_text
from lines
inner join documents on lines.document_key = documents.document_key
inner join tables on lines.table_key = tables.table_key
left join listed on lines.table_key = listed.table_key and lines.code = cast(listed.position as varchar)
left join beside on listed.table_key = beside.table_key and listed.row_number = beside.row_number
