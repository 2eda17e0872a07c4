-- What judgement works on: every term, as read, of the identities of documents with readings that may be wrong. What the
-- narrative says of a cell vouches for a reading, and contradicts none.
with terms as (
    select * from {{ ref('int_identity_term') }}
),

amounts as (
    select
        int_amount.*,
        {{ reading_source('int_document.reader', 'int_amount.confidence') }} as source
    from {{ ref('int_amount') }} as int_amount
    inner join {{ ref('int_document') }} as int_document on int_amount.document_key = int_document.document_key
),

suspect_documents as (
    select distinct document_key
    from amounts
    where source = 'picture' or reading = 'damaged'
),

suspect_terms as (
    select terms.*
    from terms
    inner join suspect_documents on terms.document_key = suspect_documents.document_key
),

evaluated as (
    select * from ({{ evaluated_identities('suspect_terms') }})
),

of_tables as (
    select
        evaluated.result_key,
        evaluated.document_key,
        evaluated.rule_id,
        evaluated.scope,
        rules.relation,
        rules.same_figure,
        evaluated.trivial,
        evaluated.verdict,
        evaluated.residual_yuan,
        evaluated.tolerance_yuan,
        suspect_terms.side,
        suspect_terms.sign,
        suspect_terms.is_ambiguous,
        amounts.amount_key,
        amounts.table_key,
        amounts.page_number,
        amounts.row_label,
        amounts.column_path,
        amounts.amount_text,
        amounts.reading,
        amounts.amount_yuan,
        amounts.half_unit_yuan,
        cast(amounts.yuan_per_unit as decimal(24, 4)) as yuan_per_unit,
        tables.decimals,
        amounts.confidence,
        amounts.source
    from evaluated
    inner join {{ ref('reconciliation_rule') }} as rules on evaluated.rule_id = rules.rule_id
    inner join suspect_terms on evaluated.result_key = suspect_terms.result_key
    inner join amounts on suspect_terms.amount_key = amounts.amount_key
    inner join {{ ref('int_table') }} as tables on amounts.table_key = tables.table_key
)

select * from of_tables
union all by name
select witnesses.*
from {{ ref('int_suspect_witness') }} as witnesses
inner join suspect_documents on witnesses.document_key = suspect_documents.document_key
