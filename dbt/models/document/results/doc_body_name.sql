-- By which names a document may meet others in the corpus stage: bodies' names as they are compared, and what it holds. Grain: one
-- name of a document. Whatever joins documents there must stand here, or a build would not make anew what a change affects.
with documents as (
    select
        document_key,
        content_hash,
        printed_level,
        {{ normalise_name('publisher_name') }} as name_key,
        {{ normalise_name('superior_name') }} as superior_name_key
    from {{ ref('doc_document') }}
),

comparable as (
    select * from {{ ref('doc_comparable_amount') }}
),

names as (
    select
        document_key,
        name_key
    from documents
    union
    select
        document_key,
        superior_name_key as name_key
    from documents
    union
    select
        document_key,
        name_key
    from {{ ref('doc_unit') }}
    union
    select
        document_key,
        department_name_key as name_key
    from {{ ref('doc_unit') }}
    union
    select
        document_key,
        name_key
    from {{ ref('doc_unit_line') }}
    union
    select
        document_key,
        name_key
    from {{ ref('doc_project_line') }}
    union
    select
        document_key,
        {{ normalise_name('row_label') }} as name_key
    from comparable
    where names_unit
    union
    select
        document_key,
        {{ normalise_name('unit_label') }} as name_key
    from comparable
),

-- Spellings that may be one body meet by what they have in common, and by the body that a person named.
plain_names as (
    select
        document_key,
        {{ plain_body_name('name_key') }} as name_key
    from names
    where name_key is not null
),

decisions as (
    select
        {{ normalise_name('alias') }} as name_key,
        {{ plain_body_name(normalise_name('body_name')) }} as body_name
    from {{ ref('body_decision') }}
),

-- The departments that a document names bodies in.
departments as (
    select
        document_key,
        {{ plain_body_name('name_key') }} as name_key
    from documents
    where printed_level = 'department'
    union
    select
        document_key,
        {{ plain_body_name('department_name_key') }} as name_key
    from {{ ref('doc_unit') }}
    where department_name_key is not null
)

select
    document_key,
    name_key
from names
where name_key is not null
union
select
    document_key,
    name_key
from plain_names
union
-- An office that publishes under its department's name is of that department.
select
    document_key,
    regexp_replace(name_key, {{ table_pattern('own_office') }}, '') as name_key
from plain_names
where regexp_replace(name_key, {{ table_pattern('own_office') }}, '') <> ''
union
select
    plain_names.document_key,
    decisions.body_name as name_key
from plain_names
inner join decisions on plain_names.name_key = decisions.name_key
where decisions.body_name is not null
union
select
    plain_names.document_key,
    {{ name_within('departments.name_key', 'plain_names.name_key') }} as name_key
from plain_names
inner join departments on plain_names.document_key = departments.document_key
where {{ is_named_alone('plain_names.name_key', 'departments.name_key') }}
union
select
    document_key,
    'content|' || content_hash as name_key
from documents
where content_hash is not null
