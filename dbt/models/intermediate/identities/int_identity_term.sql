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

placed as (
    select
        terms.*,
        -- Between documents the left one owns the identity.
        coalesce(terms.owner_document_key, figures.document_key) as document_key,
        figures.page_number,
        figures.table_key,
        figures.reading,
        figures.amount_yuan,
        figures.half_unit_yuan
    from terms
    inner join figures on terms.amount_key = figures.amount_key
),

-- The key of an identity comes from the rule, the cells of one side and what a note says of them.
keys as (
    select
        rule_id,
        scope_key,
        string_agg(amount_key, ',' order by amount_key) filter (where side = 'left') as left_keys,
        string_agg(amount_key, ',' order by amount_key) filter (where side = 'right') as right_keys
    from placed
    group by rule_id, scope_key
)

select
    md5(concat_ws(
        '|', placed.rule_id, placed.document_key, coalesce(keys.left_keys, 'right of ' || keys.right_keys), placed.stated,
        placed.other_document_key
    ))[1:16] as result_key,
    placed.rule_id,
    placed.document_key,
    placed.other_document_key,
    placed.table_key,
    placed.page_number,
    placed.scope,
    placed.side,
    placed.sign,
    placed.amount_key,
    placed.amount_yuan,
    placed.half_unit_yuan,
    placed.reading,
    placed.is_ambiguous,
    coalesce(placed.blank_says_zero, false) as blank_says_zero
from placed
inner join keys on placed.rule_id = keys.rule_id and placed.scope_key = keys.scope_key
