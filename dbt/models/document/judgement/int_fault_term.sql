-- What location of faults works on: every term of the identities of documents in which one breaks, and of notices; without those that
-- a slip by a row explains.
with results as (
    select results.*
    from {{ ref('int_result') }} as results
    left join {{ ref('int_row_slip') }} as slips on results.result_key = slips.result_key
    where slips.result_key is null
),

result_terms as (
    select
        result_key,
        coalesce(amount_key, prose_figure_key) as amount_key,
        side,
        sign
    from {{ ref('int_result_term') }}
),

-- A figure of the narrative stands beside the amounts of tables. A rate is no sum of its amounts: of it the percentage
-- alone may change, in its own unit.
amounts as (
    select
        amounts.amount_key,
        amounts.document_key,
        amounts.table_key,
        amounts.position,
        amounts.column_number,
        amounts.page_number,
        amounts.top,
        amounts.x0,
        amounts.row_label,
        amounts.column_path,
        amounts.amount_text,
        amounts.amount_yuan,
        amounts.printed_unit,
        amounts.yuan_per_unit,
        amounts.half_unit_yuan,
        amounts.confidence
    from {{ ref('int_judged_amount') }} as amounts
    union all
    select
        prose_figure_key as amount_key,
        document_key,
        null as table_key,
        null as position,
        null as column_number,
        page_number,
        top,
        x0,
        right(lead, 40) as row_label,
        null as column_path,
        figure_text as amount_text,
        cast(coalesce(amount_yuan, number) as decimal(24, 4)) as amount_yuan,
        unit as printed_unit,
        coalesce({{ unit_in_yuan('unit') }}, 1) as yuan_per_unit,
        cast(coalesce(last_digit_yuan, {{ last_digit('number_decimals') }}) * 0.5::decimal(2, 1) as decimal(24, 8)) as half_unit_yuan,
        cast(null as double) as confidence
    from {{ ref('int_prose_figure') }}
),

rules as (
    select * from {{ ref('reconciliation_rule') }}
),

broken_documents as (
    select distinct document_key from results where verdict = 'break'
),

judged as (
    select
        results.*,
        rules.rule_name,
        rules.rule_name_zh,
        rules.relation,
        rules.method,
        rules.tolerance,
        -- One figure printed twice, and a little differently.
        results.verdict = 'rounding' and rules.family = 'between_tables'
        and (rules.same_figure or results.term_count = 2) as is_notice
    from results
    inner join rules on results.rule_id = rules.rule_id
    left join broken_documents on results.document_key = broken_documents.document_key
    where results.verdict <> 'not_evaluable' and (broken_documents.document_key is not null or is_notice)
)

select
    judged.result_key,
    judged.document_key,
    judged.rule_name,
    judged.rule_name_zh,
    judged.relation,
    judged.method,
    judged.scope,
    judged.page_number as result_page_number,
    judged.trivial,
    judged.verdict,
    judged.is_notice,
    judged.residual_yuan,
    judged.tolerance_yuan,
    result_terms.side,
    case when judged.tolerance = 'last digit' and result_terms.side = 'right' then 0 else result_terms.sign end as sign,
    amounts.amount_key,
    amounts.document_key as amount_document_key,
    amounts.table_key,
    amounts.position,
    amounts.column_number,
    amounts.page_number,
    amounts.top,
    amounts.x0,
    amounts.row_label,
    amounts.column_path,
    amounts.amount_text,
    amounts.amount_yuan,
    amounts.printed_unit,
    cast(amounts.yuan_per_unit as decimal(24, 4)) as yuan_per_unit,
    amounts.half_unit_yuan,
    {{ reading_source('documents.reader', 'amounts.confidence') }} as source
from judged
inner join result_terms on judged.result_key = result_terms.result_key
inner join amounts on result_terms.amount_key = amounts.amount_key
inner join {{ ref('int_document') }} as documents on amounts.document_key = documents.document_key
