-- Every term of every identity as its rule finds it: which printed amount stands on which side, with its sign.
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
),

figures as (
    select * from {{ ref('int_amount') }}
),

placed as (
    select
        terms.*,
        figures.document_key,
        figures.page_number,
        figures.table_key,
        figures.reading,
        figures.amount_yuan,
        figures.half_unit_yuan
    from terms
    inner join figures on terms.amount_key = figures.amount_key
)

select
    -- The key of an identity comes from its rule and its place, whatever is printed there.
    md5(concat_ws('|', rule_id, document_key, scope_key))[1:16] as result_key,
    rule_id,
    document_key,
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
from placed
