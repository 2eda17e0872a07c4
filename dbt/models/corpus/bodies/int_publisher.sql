-- One row per loaded document: which body it is of, on which level, in which department.
with documents as (
    select
        documents.*,
        {{ normalise_name('documents.publisher_name') }} as printed_name_key,
        {{ shown_body_name('documents.publisher_name') }} as shown_name,
        names.body_name as name_key,
        superiors.body_name as superior_name_key
    from {{ ref('int_filed_document') }} as documents
    inner join {{ ref('int_body_name') }} as names
        on
            documents.document_key = names.document_key and {{ normalise_name('documents.publisher_name') }} = names.name_key
            and names.unit_code is null
    left join {{ ref('int_body_name') }} as superiors
        on
            documents.document_key = superiors.document_key and {{ normalise_name('documents.superior_name') }} = superiors.name_key
            and superiors.unit_code is null
    where documents.status = 'loaded'
),

unit_rows as (
    select * from {{ ref('int_unit_row') }}
),

-- A body that stands below a department of another name somewhere is a unit, whatever the cover calls its paper.
known_units as (
    select *
    from unit_rows
    where level = 'unit' and department_name_key is not null and department_name_key <> name_key
    qualify row_number() over (partition by name_key order by last_year desc, code asc) = 1
),

known_departments as (
    select * from unit_rows where level = 'department'
    qualify row_number() over (partition by name_key order by last_year desc, code asc) = 1
),

-- An office that bears its department's name stands below it under a code of its own.
own_offices as (
    select * from unit_rows where level = 'unit' and department_name_key = name_key
    qualify row_number() over (partition by name_key order by last_year desc, code asc) = 1
),

-- An office that publishes under its department's name (本级 or 机关 behind it or not) is of that department.
department_names as (
    select
        name_key,
        min(shown_name) as name
    from documents
    where
        coalesce(printed_level, declared_level) = 'department'
        or regexp_matches(printed_name_key, {{ table_pattern('own_office_paper') }})
    group by name_key
),

placed as (
    select
        documents.document_key,
        documents.publisher_name,
        documents.shown_name,
        documents.name_key,
        documents.fiscal_year,
        case
            -- What a name says of its own budget is nearer than the word of the form.
            when regexp_matches(documents.printed_name_key, {{ table_pattern('consolidated_paper') }}) then 'department'
            when regexp_matches(documents.printed_name_key, {{ table_pattern('own_office_paper') }}) then 'unit'
            when known_units.name_key is not null and known_departments.name_key is null then 'unit'
            -- A paper that says no level of its own but lists several units, or goes with tables that do, is its department's.
            else coalesce(
                documents.printed_level,
                case when greatest(documents.listed_unit_count, partners.listed_unit_count) > 1 then 'department' end
            )
        end as shown_level,
        documents.declared_level,
        known_departments.code as department_code,
        coalesce(known_units.code, own_offices.code) as unit_code,
        coalesce(known_units.department_code, own_offices.department_code) as parent_code,
        coalesce(
            known_units.department_name, own_offices.department_name, department_names.name, documents.superior_name, partners.superior_name
        ) as parent_name,
        coalesce(
            known_units.department_name_key, own_offices.department_name_key, department_names.name_key,
            documents.superior_name_key, partners.superior_name_key
        ) as parent_name_key
    from documents
    left join documents as partners on documents.partner_key = partners.document_key
    left join known_units on documents.name_key = known_units.name_key
    left join known_departments on documents.name_key = known_departments.name_key
    left join department_names
        on regexp_replace(documents.name_key, {{ table_pattern('own_office') }}, '') = department_names.name_key
    left join own_offices on documents.name_key = own_offices.name_key
),

levelled as (
    select
        *,
        coalesce(shown_level, declared_level) as level
    from placed
)

select
    document_key,
    fiscal_year,
    publisher_name,
    level,
    shown_level is null and declared_level is not null as level_is_declared,
    case when level = 'department' then department_code else unit_code end as code,
    case when level = 'department' then shown_name else parent_name end as department_name,
    case when level = 'department' then department_code else parent_code end as department_code,
    {{ body_key("coalesce(level, 'unit')", 'name_key') }} as unit_key,
    case
        when level = 'department' then {{ body_key("'department'", 'name_key') }}
        when parent_name_key is not null then {{ body_key("'department'", 'parent_name_key') }}
    end as department_key
from levelled
