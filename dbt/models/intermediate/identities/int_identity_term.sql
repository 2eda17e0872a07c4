-- Every term of every identity: which printed amount stands on which side of which identity, with its sign.
with told as (
    select * from {{ ref('int_term_row_children') }}
    union all by name
    select * from {{ ref('int_term_row_total') }}
    union all by name
    select * from {{ ref('int_term_year') }}
    union all by name
    select * from {{ ref('int_term_column') }}
    union all by name
    select * from {{ ref('int_term_change') }}
    union all by name
    select * from {{ ref('int_term_list') }}
    union all by name
    select * from {{ ref('int_term_level_total') }}
),

terms as (
    -- Only between tables, and where a table repeats its line numbers, can several figures fit one term.
    select
        *,
        false as is_ambiguous
    from told
    union all by name
    select * from {{ ref('int_term_between') }}
    union all by name
    select * from {{ ref('int_term_declared') }}
    union all by name
    select
        *,
        false as is_ambiguous
    from {{ ref('int_term_documents') }}
),

figures as (
    select * from {{ ref('int_amount') }}
),

keyed as (
    select
        terms.*,
        -- Between documents the left one owns the identity.
        coalesce(terms.owner_document_key, figures.document_key) as document_key,
        figures.page_number,
        figures.table_key,
        figures.reading,
        figures.amount_yuan,
        figures.half_unit_yuan,
        -- The key of an identity comes from the rule, the cells of one side and what a note says of them.
        string_agg(terms.amount_key, ',' order by terms.amount_key) filter (where terms.side = 'left') over one_identity as left_keys,
        string_agg(terms.amount_key, ',' order by terms.amount_key) filter (where terms.side = 'right') over one_identity as right_keys
    from terms
    inner join figures on terms.amount_key = figures.amount_key
    window one_identity as (partition by terms.rule_id, terms.scope_key)
)

select
    md5(
        concat_ws('|', rule_id, document_key, coalesce(left_keys, 'right of ' || right_keys), stated, other_document_key)
    )[1:16] as result_key,
    rule_id,
    document_key,
    other_document_key,
    table_key,
    page_number,
    scope,
    side,
    sign,
    amount_key,
    amount_yuan,
    half_unit_yuan,
    reading,
    is_ambiguous,
    coalesce(blank_says_zero, false) as blank_says_zero
from keyed
