-- What judgement works on: every term, as read, of the identities of documents with readings that may be wrong. What the
-- narrative says of a cell vouches for a reading; it is no verdict, so it accuses nobody.
with figures as (
    select * from {{ ref('int_suspect_figure') }}
),

suspect_terms as (
    select terms.*
    from {{ ref('int_identity_term') }} as terms
    where terms.document_key in (select document_key from figures)
),

evaluated as (
    select * from ({{ evaluated_identities('suspect_terms') }})
),

identities as (
    select
        evaluated.result_key,
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
        suspect_terms.amount_key
    from evaluated
    inner join {{ ref('reconciliation_rule') }} as rules on evaluated.rule_id = rules.rule_id
    inner join suspect_terms on evaluated.result_key = suspect_terms.result_key
),

witnesses as (
    select
        md5(concat_ws('|', places.prose_figure_key, places.amount_key))[1:16] as result_key,
        'prose_amount' as rule_id,
        prose.row_label as scope,
        '=' as relation,
        true as same_figure,
        false as trivial,
        'not_evaluable' as verdict,
        unnest(['left', 'right']) as side,
        1 as sign,
        false as is_ambiguous,
        unnest([places.prose_figure_key, places.amount_key]) as amount_key
    from {{ ref('int_prose_witness') }} as places
    inner join figures as prose on places.prose_figure_key = prose.amount_key
),

terms as (
    select * from identities
    union all by name
    select * from witnesses
)

select
    terms.*,
    figures.* exclude (amount_key)
from terms
inner join figures on terms.amount_key = figures.amount_key
