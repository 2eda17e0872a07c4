-- One row per distinct row label and kind of meaning, by the seed row_term and the names of the functional classes.
with labels as (
    select distinct row_label from {{ ref('stg_row') }} where row_label <> '' and length(row_label) <= 60
),

stripped as (
    select
        row_label,
        {{ strip_outline_number('row_label') }} as plain_label
    from labels
),

terms as (
    select * from {{ ref('row_term') }}
),

class_names as (
    select
        code,
        unnest(list_append(string_split(coalesce(aliases, name), '|'), name)) as class_name
    from {{ ref('functional_class') }}
),

matched as (
    select
        stripped.row_label,
        terms.kind,
        terms.value
    from stripped
    inner join terms on regexp_matches(stripped.plain_label, terms.pattern)
    qualify row_number() over (partition by stripped.row_label, terms.kind order by terms.priority) = 1
)

select
    row_label,
    kind,
    value
from matched
union all
select distinct
    stripped.row_label,
    'class_code' as kind,
    class_names.code as value
from stripped
inner join class_names on stripped.plain_label = class_names.class_name
