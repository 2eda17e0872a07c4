-- Terms of the identities between documents: pairs of one figure, and sums on one side of two documents.
with sides as (
    select
        rule_id,
        document_key,
        other_document_key,
        left_key,
        right_key,
        left_key || right_key as scope_key,
        scope
    from {{ ref('int_comparable_pair') }}
    union all
    select
        'unit_project_total' as rule_id,
        document_key,
        other_document_key,
        left_key,
        right_key,
        right_key || document_key as scope_key,
        scope
    from {{ ref('int_unit_project_total') }}
    union all
    select
        'last_year_unit_' || split_part(meaning, ' ', -1) as rule_id,
        document_key,
        other_document_key,
        left_key,
        right_key,
        concat_ws('|', document_key, other_document_key, stated_year, meaning) as scope_key,
        stated_year || ' · ' || meaning as scope
    from {{ ref('int_last_year_of_unit') }}
    union all
    select
        'department_units' as rule_id,
        document_key,
        null as other_document_key,
        left_key,
        right_key,
        scope_key,
        scope
    from {{ ref('int_department_of_units') }}
),

terms as (
    select distinct
        rule_id,
        document_key,
        other_document_key,
        'left' as side,
        left_key as amount_key,
        scope_key,
        scope
    from sides
    union all
    select distinct
        rule_id,
        document_key,
        other_document_key,
        'right' as side,
        right_key as amount_key,
        scope_key,
        scope
    from sides
)

select
    rule_id,
    side,
    1 as sign,
    amount_key,
    scope_key,
    min(scope) over (partition by rule_id, scope_key) as scope,
    -- The left document owns the identity.
    document_key,
    other_document_key
from terms
