-- What a document prints as the expenditure of the year, beside the sum of its own expenditure lines.
with documents as (
    select document_key from {{ ref('int_document') }} where status = 'loaded'
),

figures as (
    select * from {{ ref('int_usable_amount') }} where fund is null and nature is null and period is null and is_own_stage
),

-- 本年支出合计 of the summary speaks; without it the total row of the expenditure table.
printed as (
    select
        document_key,
        amount_key,
        amount_yuan,
        half_unit_yuan
    from figures
    where
        (
            table_kind = 'revenue_expenditure_summary' and side = 'expenditure'
            and 'current_year_total' in (coalesce(row_role, ''), coalesce(second_role, ''))
        )
        or (table_kind = 'expenditure' and row_role = 'total')
    qualify row_number() over (
        partition by document_key
        order by case table_kind when 'expenditure' then 1 else 0 end, table_key, position, amount_key
    ) = 1
),

lines as (
    select
        document_key,
        sum(amount_yuan) as amount_yuan,
        count(*) as line_count
    from {{ ref('int_expenditure_line') }}
    group by document_key
)

select
    documents.document_key,
    printed.amount_key as printed_amount_key,
    printed.amount_yuan as printed_yuan,
    printed.half_unit_yuan,
    coalesce(lines.amount_yuan, 0) as lines_yuan,
    -- Each line brings half a unit of the last decimal, and so does the printed total.
    abs(coalesce(lines.amount_yuan, 0) - printed.amount_yuan)
    <= printed.half_unit_yuan * (coalesce(lines.line_count, 0) + 1) as holds
from documents
left join printed on documents.document_key = printed.document_key
left join lines on documents.document_key = lines.document_key
