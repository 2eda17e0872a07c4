-- One row per printed row with what it is a row of: a subject, a unit, a project or a mere line.
with coded as (
    select * from {{ ref('int_row_coded') }}
),

misprints as (
    select * from {{ ref('int_misprinted_code') }} where is_sure
),

classes as (
    select
        code,
        'functional' as classification
    from {{ ref('functional_class') }}
    union all
    select
        code,
        'economic' as classification
    from {{ ref('economic_class') }}
),

named as (
    select * from {{ ref('int_row_named') }}
),

-- How the codes begin that a document prints under a header of units.
unit_codes as (
    select distinct
        document_key,
        left(code, 3) as department_code
    from coded
    where header_entity = 'unit' and default_entity <> 'project' and regexp_matches(code, '^(\d{3})+$')
),

-- Among projects a short number is a unit's where it begins as the codes of the document's units do; where it prints none, by its form.
numbered as (
    select
        *,
        regexp_matches(code, '^\d{1,9}$') as is_short_number,
        case
            when document_key in (select unit_codes.document_key from unit_codes)
                then (document_key, left(code, 3)) in (select (document_key, department_code) from unit_codes)
            else regexp_matches(code, '^(\d{3}){2,3}$')
        end as begins_as_unit,
        2 * count(code) over (partition by table_key) > count(*) over (partition by table_key) as rows_have_codes
    from coded
),

-- A misprinted code is the one that the row's name has wherever else it is printed; a name alone is its code by the standard; a number
-- before a project's name, where its table prints no codes, belongs to the name (a telephone number).
completed as (
    select
        numbered.* replace (
            case
                when
                    numbered.default_entity = 'project' and numbered.header_entity is distinct from 'subject'
                    and numbered.is_short_number and not numbered.begins_as_unit and not numbered.rows_have_codes
                    then null
                else coalesce(misprints.meant_code, numbered.code, named.code)
            end as code
        ),
        named.code is not null as is_named
    from numbered
    left join named
        on
            numbered.table_key = named.table_key
            and numbered.block_number = named.block_number
            and numbered.row_number = named.row_number
    left join misprints
        on
            numbered.table_key = misprints.table_key
            and numbered.block_number = misprints.block_number
            and numbered.row_number = misprints.row_number
),

declared as (
    select
        *,
        case
            when code is null then 'line'
            when is_named then 'subject'
            when table_kind = 'three_public' and header_entity = 'unit' then 'unit'
            when default_entity = 'line' then 'line'
            when default_entity = 'project' and header_entity = 'subject' and length(code) in (3, 5, 7) then 'subject'
            when default_entity = 'project' then case when is_short_number and begins_as_unit then 'unit' else 'project' end
            when header_entity = 'unit' and default_entity <> 'subject' then 'unit'
            when header_entity is not null then header_entity
            else default_entity
        end as declared_entity
    from completed
)

select
    declared.* exclude (declared_entity, is_named, is_short_number, begins_as_unit, rows_have_codes),
    row_years.row_year,
    -- Rows of one year (or of the changes) are a list of their own.
    row_years.year_text,
    -- A code of no class of the standard under a header of subjects is a unit's: such tables list subjects unit by unit.
    case
        when declared.declared_entity = 'subject' and classes.code is null and regexp_matches(declared.code, '^(\d{3})+$') then 'unit'
        else declared.declared_entity
    end as row_entity,
    row_number() over (partition by declared.table_key order by declared.block_number, declared.row_number) as position
from declared
left join {{ ref('int_row_year') }} as row_years
    on
        declared.table_key = row_years.table_key
        and declared.block_number = row_years.block_number
        and declared.row_number = row_years.row_number
left join classes
    on left(declared.code, 3) = classes.code and coalesce(declared.classification, 'functional') = classes.classification
