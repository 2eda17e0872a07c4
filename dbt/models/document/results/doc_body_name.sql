-- By which names a document may meet others in the corpus stage: bodies' names as they are compared, and what it holds. Grain: one
-- name of a document. Whatever joins documents there must stand here, or a build would not make anew what a change affects.
with documents as (
    select
        document_key,
        content_hash,
        {{ normalise_name('publisher_name') }} as name_key
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
    -- An office that publishes under its department's name is of that department.
    select
        document_key,
        regexp_replace(name_key, {{ table_pattern('own_office') }}, '') as name_key
    from documents
    union
    select
        document_key,
        'content|' || content_hash as name_key
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
)

select * from names
where name_key is not null
