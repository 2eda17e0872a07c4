-- Lines of a table of revenue or projects: by what its rows are of (a functional subject, a project), by fund and as this year's or
-- carried over. What the row of the whole prints beyond these rows stands without one, so that the lines add up to the printed total.
with lines as (
    select
        *,
        concat_ws(':', fund, fund_detail) as fund_key
    from {{ ref('int_fund_row') }}
),

keyed as (
    select
        document_key,
        fact,
        table_key,
        stage,
        fund_key,
        source,
        coalesce(sum(amount_yuan) filter (where is_whole), 0) as whole_yuan,
        coalesce(sum(amount_yuan) filter (where not is_whole), 0) as subjects_yuan,
        coalesce(flatten(list(terms order by terms[1].amount_key) filter (where is_whole)), []) as whole_terms,
        coalesce(flatten(list({{ minus_terms('terms') }} order by terms[1].amount_key) filter (where not is_whole)), [])
            as minus_subject_terms,
        count(*) as line_count,
        max(tolerance_yuan) * count(*) as bound_yuan
    from lines
    group by document_key, fact, table_key, stage, fund_key, source
),

tables as (
    select
        document_key,
        fact,
        table_key,
        stage,
        sum(whole_yuan) as whole_yuan,
        sum(subjects_yuan) as subjects_yuan,
        sum(bound_yuan) as bound_yuan,
        flatten(list(whole_terms || minus_subject_terms order by fund_key, source)) as terms,
        bool_and(whole_yuan - subjects_yuan >= -bound_yuan) as is_beyond_by_fund,
        max_by(source, (whole_yuan, source)) as source
    from keyed
    group by document_key, fact, table_key, stage
),

-- Subjects speak where they are printed and the whole is not less than they are.
spoken as (
    select
        tables.*,
        subjects_yuan <> 0 and whole_yuan - subjects_yuan >= -bound_yuan or whole_yuan = 0 as has_subjects,
        subjects_yuan <> 0 and whole_yuan - subjects_yuan > bound_yuan as is_beyond
    from tables
)

select
    lines.document_key,
    lines.fact,
    lines.table_key,
    lines.stage,
    coalesce(lines.code, '') as code,
    lines.fund_key as fund,
    lines.source as nature,
    lines.amount_yuan,
    lines.tolerance_yuan,
    lines.terms,
    lines.derived
from lines
inner join spoken on lines.table_key = spoken.table_key and lines.stage = spoken.stage
where lines.amount_yuan <> 0 and lines.is_whole <> spoken.has_subjects
union all
select
    keyed.document_key,
    keyed.fact,
    keyed.table_key,
    keyed.stage,
    '' as code,
    keyed.fund_key as fund,
    keyed.source as nature,
    keyed.whole_yuan - keyed.subjects_yuan as amount_yuan,
    keyed.bound_yuan as tolerance_yuan,
    {{ net_terms('(keyed.whole_terms || keyed.minus_subject_terms)') }} as terms,
    true as derived
from keyed
inner join spoken on keyed.table_key = spoken.table_key and keyed.stage = spoken.stage
where spoken.is_beyond and spoken.is_beyond_by_fund and keyed.whole_yuan - keyed.subjects_yuan > keyed.bound_yuan
union all
select
    document_key,
    fact,
    table_key,
    stage,
    '' as code,
    'other_funds' as fund,
    source as nature,
    whole_yuan - subjects_yuan as amount_yuan,
    bound_yuan as tolerance_yuan,
    {{ net_terms('terms') }} as terms,
    true as derived
from spoken
where is_beyond and not is_beyond_by_fund
