-- Which body each name of a document stands for, as its plain compared name. What may join two spellings: that they differ in words that
-- tell nothing, one code with a name that begins the other, an office beside its department of the same name, and what a person
-- decided. Grain: one name of a document, with its code where only that tells.
with documents as (
    select
        document_key,
        printed_level,
        {{ plain_body_name(normalise_name('publisher_name')) }} as publisher_name
    from {{ ref('doc_document') }}
),

names as (
    select
        document_key,
        name_key,
        {{ plain_body_name('name_key') }} as plain_name
    from {{ ref('doc_body_name') }}
    where not starts_with(name_key, 'content|')
),

decisions as (
    select
        {{ normalise_name('alias') }} as name_key,
        decision,
        {{ plain_body_name(normalise_name('body_name')) }} as body_name
    from {{ ref('body_decision') }}
    where decision <> 'place'
),

-- Rows of units with the department that is printed above them; without one a department's paper lists its own units.
unit_rows as (
    select
        units.document_key,
        units.name_key,
        units.level,
        units.code,
        names.plain_name,
        coalesce(
            departments.plain_name,
            case when units.level = 'unit' and documents.printed_level = 'department' then documents.publisher_name end
        ) as department_name
    from {{ ref('doc_unit') }} as units
    inner join names on units.document_key = names.document_key and units.name_key = names.name_key
    left join names as departments
        on units.document_key = departments.document_key and units.department_name_key = departments.name_key
    left join documents on units.document_key = documents.document_key
),

-- A name that another one of the same code begins with is cut off, or lacks what was added to it later. The first two characters, mostly
-- the place, keep the rows few that are compared: one code stands in many cities.
whole_names as (
    select
        cut.document_key,
        cut.name_key,
        cut.code,
        coalesce(
            arg_max(whole.plain_name, (length(whole.plain_name), whole.plain_name)),
            any_value(cut.plain_name)
        ) as whole_name
    from unit_rows as cut
    left join unit_rows as whole
        on
            cut.code = whole.code and cut.level = whole.level and left(cut.plain_name, 2) = left(whole.plain_name, 2)
            and starts_with(whole.plain_name, cut.plain_name) and whole.plain_name <> cut.plain_name
            and (cut.document_key = whole.document_key or cut.department_name = whole.department_name)
    group by cut.document_key, cut.name_key, cut.code
),

-- Where several bodies of a document are cut off to one name, only the code tells which it is.
told_names as (
    select distinct
        document_key,
        name_key,
        whole_name,
        case when count(distinct whole_name) over (partition by document_key, name_key) > 1 then code end as unit_code
    from whole_names
),

-- A bracket that nobody closed was cut off; the whole name is the one that begins so, where the document prints but one.
open_labels as (
    select
        document_key,
        name_key
    from {{ ref('doc_project_line') }}
    where regexp_matches(unit_name, '[(（][^)）]*$')
    union
    select
        document_key,
        name_key
    from {{ ref('doc_unit') }}
    where regexp_matches(name, '[(（][^)）]*$')
),

open_names as (
    select
        cut.document_key,
        cut.name_key,
        min(whole.plain_name) as whole_name
    from names as cut
    inner join open_labels on cut.document_key = open_labels.document_key and cut.name_key = open_labels.name_key
    inner join names as whole
        on
            cut.document_key = whole.document_key and starts_with(whole.plain_name, cut.plain_name)
            and whole.plain_name <> cut.plain_name
    group by cut.document_key, cut.name_key
    having count(distinct whole.plain_name) = 1
),

-- Departments of which some paper calls the own office by the department's name.
named_offices as (
    select distinct plain_name
    from unit_rows
    where level = 'unit' and plain_name = department_name
),

joined as (
    select
        names.document_key,
        names.name_key,
        told_names.unit_code,
        coalesce(
            decisions.body_name,
            case
                when regexp_matches(names.name_key, {{ table_pattern('office_alone') }}) and documents.printed_level = 'department'
                    then documents.publisher_name
            end,
            named_offices.plain_name,
            open_names.whole_name,
            told_names.whole_name,
            names.plain_name
        ) as body_name,
        coalesce(decisions.decision <> 'no_body', true) as is_body
    from names
    left join documents on names.document_key = documents.document_key
    left join decisions on names.plain_name = decisions.name_key
    left join told_names on names.document_key = told_names.document_key and names.name_key = told_names.name_key
    left join open_names on names.document_key = open_names.document_key and names.name_key = open_names.name_key
    left join named_offices
        on
            regexp_replace(coalesce(told_names.whole_name, names.plain_name), {{ table_pattern('own_office') }}, '')
            = named_offices.plain_name
),

-- In which department a document names a body that is called otherwise than its department.
settings as (
    select
        joined.document_key,
        joined.name_key,
        joined.body_name,
        coalesce(
            min(departments.body_name),
            case when any_value(documents.printed_level) = 'department' then any_value(documents.publisher_name) end
        ) as department_name
    from joined
    inner join documents on joined.document_key = documents.document_key
    left join {{ ref('doc_unit') }} as units
        on joined.document_key = units.document_key and joined.name_key = units.name_key and units.level = 'unit'
    left join joined as departments
        on units.document_key = departments.document_key and units.department_name_key = departments.name_key
    group by joined.document_key, joined.name_key, joined.body_name
),

-- A name that does not begin as its department's does, in several departments: that many bodies.
shared as (
    select body_name
    from settings
    where {{ is_named_alone('body_name', 'department_name') }}
    group by body_name
    having count(distinct department_name) > 1
)

select
    joined.document_key,
    joined.name_key,
    joined.unit_code,
    case
        when shared.body_name is not null and {{ is_named_alone('joined.body_name', 'settings.department_name') }}
            then {{ name_within('settings.department_name', 'joined.body_name') }}
        else joined.body_name
    end as body_name,
    joined.is_body
from joined
left join settings
    on
        joined.document_key = settings.document_key and joined.name_key = settings.name_key and joined.body_name = settings.body_name
left join shared on joined.body_name = shared.body_name
