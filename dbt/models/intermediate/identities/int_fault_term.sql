-- What location of faults works on: every term of the identities of documents in which one breaks, and of notices.
with results as (
    select * from {{ ref('int_result') }}
),

result_terms as (
    select * from {{ ref('int_result_term') }}
),

amounts as (
    select * from {{ ref('int_judged_amount') }}
),

rules as (
    select * from {{ ref('reconciliation_rule') }}
),

-- A break between documents concerns the documents of all its figures.
broken_documents as (
    select distinct amounts.document_key
    from results
    inner join result_terms on results.result_key = result_terms.result_key
    inner join amounts on result_terms.amount_key = amounts.amount_key
    where results.verdict = 'break'
),

concerned as (
    select distinct result_terms.result_key
    from result_terms
    inner join amounts on result_terms.amount_key = amounts.amount_key
    inner join broken_documents on amounts.document_key = broken_documents.document_key
),

judged as (
    select
        results.*,
        rules.rule_name,
        rules.rule_name_zh,
        rules.relation,
        -- One figure printed twice, and a little differently.
        results.verdict = 'rounding' and rules.family = 'between_tables'
        and (rules.same_figure or results.term_count = 2) as is_notice
    from results
    inner join rules on results.rule_id = rules.rule_id
    left join concerned on results.result_key = concerned.result_key
    where results.verdict <> 'not_evaluable' and (concerned.result_key is not null or is_notice)
)

select
    judged.result_key,
    judged.document_key,
    judged.rule_name,
    judged.rule_name_zh,
    judged.relation,
    judged.scope,
    judged.page_number as result_page_number,
    judged.trivial,
    judged.verdict,
    judged.is_notice,
    judged.residual_yuan,
    judged.tolerance_yuan,
    result_terms.side,
    result_terms.sign,
    amounts.amount_key,
    amounts.document_key as amount_document_key,
    amounts.page_number,
    amounts.top,
    amounts.x0,
    amounts.row_label,
    amounts.column_path,
    amounts.amount_text,
    amounts.amount_yuan,
    cast(tables.yuan_per_unit as decimal(24, 4)) as yuan_per_unit,
    amounts.half_unit_yuan,
    {{ reading_source('documents.reader', 'amounts.confidence') }} as source
from judged
inner join result_terms on judged.result_key = result_terms.result_key
inner join amounts on result_terms.amount_key = amounts.amount_key
inner join {{ ref('int_table') }} as tables on amounts.table_key = tables.table_key
inner join {{ ref('int_document') }} as documents on amounts.document_key = documents.document_key
