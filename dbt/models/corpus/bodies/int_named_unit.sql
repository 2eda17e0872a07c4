-- Every mention of a body in by-unit rows, with the department that it stands below. Grain: one name, code and department of a document.
with units as (
    select * from {{ ref('doc_unit') }}
),

names as (
    select * from {{ ref('int_body_name') }}
),

-- A department's paper lists its own units, where nothing is printed above them.
publishers as (
    select
        documents.document_key,
        documents.publisher_name,
        names.body_name,
        max(departments.code) as code
    from {{ ref('int_filed_document') }} as documents
    inner join names
        on documents.document_key = names.document_key and {{ normalise_name('documents.publisher_name') }} = names.name_key
    left join units as departments
        on documents.document_key = departments.document_key and names.name_key = departments.name_key and departments.level = 'department'
    where documents.status = 'loaded' and documents.printed_level = 'department' and documents.listed_unit_count > 1
    group by documents.document_key, documents.publisher_name, names.body_name
)

select
    units.document_key,
    units.fiscal_year,
    units.level,
    names.body_name,
    names.body_name = {{ plain_body_name('units.name_key') }} as is_whole_name,
    units.name as printed_name,
    {{ shown_body_name('units.name') }} as name,
    units.code,
    units.department_name_key is not null as is_printed_below,
    coalesce(units.department_code, publishers.code) as department_code,
    {{ shown_body_name('coalesce(units.department_name, publishers.publisher_name)') }} as department_name,
    coalesce(coded_departments.body_name, departments.body_name, publishers.body_name) as department_body_name
from units
inner join names
    on units.document_key = names.document_key and units.name_key = names.name_key and {{ names_code('names', 'units.code') }}
left join names as departments
    on
        units.document_key = departments.document_key and units.department_name_key = departments.name_key
        and departments.unit_code is null
left join names as coded_departments
    on
        units.document_key = coded_departments.document_key and units.department_name_key = coded_departments.name_key
        and units.department_code = coded_departments.unit_code
left join publishers
    on
        units.document_key = publishers.document_key and units.level = 'unit' and units.department_name_key is null
        and starts_with(units.code, coalesce(publishers.code, ''))
where names.is_body
