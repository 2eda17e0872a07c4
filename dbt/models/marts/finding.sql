with finding_results as (
    select * from {{ ref('int_finding_result') }}
),

results as (
    select * from {{ ref('reconciliation_result') }}
),

rules as (
    select * from {{ ref('reconciliation_rule') }}
),

terms as (
    select
        result_terms.result_key,
        string_agg(coalesce(amounts.amount_text, '?'), ' + ' order by amounts.page_number, amounts.row_number, amounts.x0)
        filter (where result_terms.side = 'left') as left_text,
        string_agg(coalesce(amounts.amount_text, '?'), ' + ' order by amounts.page_number, amounts.row_number, amounts.x0)
        filter (where result_terms.side = 'right') as right_text,
        bool_and(amounts.reading = 'exact' and amounts.confidence is null) as is_clean
    from {{ ref('int_result_term') }} as result_terms
    inner join {{ ref('published_amount') }} as amounts on result_terms.amount_key = amounts.amount_key
    group by result_terms.result_key
),

documents as (
    select
        document_key,
        reader
    from {{ ref('int_document') }}
),

sentences as (
    select
        finding_results.finding_key,
        finding_results.verdict,
        results.document_key,
        results.page_number,
        results.result_key,
        terms.is_clean and documents.reader = 'pdf' as is_clean,
        concat(
            coalesce('p. ' || results.page_number || ': ', ''), results.scope, ': ', coalesce(terms.left_text, 'nothing'),
            case when rules.relation = '<=' then ' printed, at most ' else ' printed against ' end, coalesce(terms.right_text, 'nothing'),
            ' (', rules.rule_name_zh, '; ', abs(results.residual_yuan)::decimal(24, 2), ' yuan apart, tolerance ',
            results.tolerance_yuan::decimal(24, 2), ')'
        ) as sentence
    from finding_results
    inner join results on finding_results.result_key = results.result_key
    inner join rules on results.rule_id = rules.rule_id
    inner join terms on results.result_key = terms.result_key
    inner join documents on results.document_key = documents.document_key
)

select
    finding_key,
    min(document_key) as document_key,
    min(page_number) as page_number,
    case
        when min(verdict) = 'rounding' then 'notice'
        when bool_and(is_clean) then 'publisher_error'
        else 'undetermined'
    end as kind,
    string_agg(sentence, '. ' order by page_number, sentence) || '.' as summary
from sentences
group by finding_key
