-- What location of faults between documents works on: the terms of the identities between documents in which one breaks.
with broken_documents as (
    select document_key from {{ ref('int_corpus_result') }} where verdict = 'break'
    union
    select other_document_key as document_key from {{ ref('int_corpus_result') }} where verdict = 'break'
),

-- What holds within the documents concerned vouches.
holding as (
    select
        result_key,
        document_key,
        cast(null as varchar) as other_document_key,
        rule_id,
        scope,
        page_number,
        term_count,
        trivial,
        left_yuan,
        right_yuan,
        residual_yuan,
        tolerance_yuan,
        verdict,
        not_evaluable_reason
    from {{ ref('doc_result') }}
    where verdict in ('exact', 'rounding') and document_key in (select document_key from broken_documents)
),

all_results as (
    select * from {{ ref('int_corpus_result') }}
    union all by name
    select * from holding
),

results as (
    select
        results.*,
        rules.rule_name,
        rules.rule_name_zh,
        rules.relation,
        rules.method,
        rules.tolerance
    from all_results as results
    inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
    where
        results.verdict <> 'not_evaluable'
        and (
            results.document_key in (select document_key from broken_documents where document_key is not null)
            or results.other_document_key in (select document_key from broken_documents where document_key is not null)
        )
),

terms as (
    select * from {{ ref('int_corpus_result_term') }}
    union all by name
    select own.* exclude (term_key)
    from {{ ref('doc_result_term') }} as own
    semi join holding on own.result_key = holding.result_key
),

-- A figure of the narrative stands beside the amounts of tables.
figures as (
    select
        amount_key,
        document_key,
        page_number,
        top,
        x0,
        row_label,
        column_path,
        amount_text,
        amount_yuan,
        printed_unit,
        yuan_per_unit,
        half_unit_yuan,
        confidence
    from {{ ref('doc_amount') }}
    where amount_key in (select terms.amount_key from terms inner join results on terms.result_key = results.result_key)
    union all
    select
        prose_figure_key as amount_key,
        document_key,
        page_number,
        top,
        x0,
        right(lead, 40) as row_label,
        cast(null as varchar) as column_path,
        figure_text as amount_text,
        cast(coalesce(amount_yuan, number) as decimal(24, 4)) as amount_yuan,
        unit as printed_unit,
        coalesce({{ unit_in_yuan('unit') }}, 1) as yuan_per_unit,
        cast(coalesce(last_digit_yuan, {{ last_digit('number_decimals') }}) * 0.5::decimal(2, 1) as decimal(24, 8)) as half_unit_yuan,
        cast(null as double) as confidence
    from {{ ref('doc_prose_figure') }}
    where prose_figure_key in (select terms.prose_figure_key from terms inner join results on terms.result_key = results.result_key)
)

select
    results.result_key,
    results.document_key,
    results.rule_name,
    results.rule_name_zh,
    results.relation,
    results.method,
    results.scope,
    results.page_number as result_page_number,
    results.trivial,
    results.verdict,
    false as is_notice,
    results.residual_yuan,
    results.tolerance_yuan,
    terms.side,
    case when results.tolerance = 'last digit' and terms.side = 'right' then 0 else terms.sign end as sign,
    figures.amount_key,
    figures.document_key as amount_document_key,
    -- What stands beside a figure is asked within documents.
    cast(null as varchar) as table_key,
    cast(null as bigint) as position,
    cast(null as integer) as column_number,
    figures.page_number,
    figures.top,
    figures.x0,
    figures.row_label,
    figures.column_path,
    figures.amount_text,
    figures.amount_yuan,
    figures.printed_unit,
    cast(figures.yuan_per_unit as decimal(24, 4)) as yuan_per_unit,
    figures.half_unit_yuan,
    {{ reading_source('documents.reader', 'figures.confidence') }} as source
from results
inner join terms on results.result_key = terms.result_key
inner join figures on coalesce(terms.amount_key, terms.prose_figure_key) = figures.amount_key
inner join {{ ref('doc_document') }} as documents on figures.document_key = documents.document_key
