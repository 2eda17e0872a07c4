-- Which finding explains which result: breaks that share an amount are one finding.
-- So are, apart from them, differences within rounding of one figure printed twice.
with results as (
    select
        results.result_key,
        results.document_key,
        results.verdict
    from {{ ref('int_result') }} as results
    inner join {{ ref('reconciliation_rule') }} as rules on results.rule_id = rules.rule_id
    where
        results.verdict = 'break'
        or (
            results.verdict = 'rounding' and rules.family = 'between_tables'
            and (rules.same_figure or results.term_count = 2)
        )
),

terms as (
    select
        results.result_key,
        results.verdict,
        result_terms.amount_key
    from {{ ref('int_result_term') }} as result_terms
    inner join results on result_terms.result_key = results.result_key
),

edges as (
    select distinct
        left_terms.result_key,
        right_terms.result_key as other_result_key
    from terms as left_terms
    inner join terms as right_terms
        on left_terms.amount_key = right_terms.amount_key and left_terms.verdict = right_terms.verdict
),

reached as (
    with recursive reach as (
        select
            result_key,
            result_key as other_result_key
        from results
        union
        select
            reach.result_key,
            edges.other_result_key
        from reach
        inner join edges on reach.other_result_key = edges.result_key
    )

    select
        result_key,
        min(other_result_key) as first_result_key
    from reach
    group by result_key
)

select
    md5('finding|' || reached.first_result_key)[1:16] as finding_key,
    results.result_key,
    results.document_key,
    results.verdict
from reached
inner join results on reached.result_key = results.result_key
