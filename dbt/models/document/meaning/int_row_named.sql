-- Subjects that a table prints by name alone, with the codes of the standard: a class by its name, what is below it by its name below
-- that class. A name that several codes of a year share at that place stays without one. Grain: one printed row.
with lines as (
    select
        coded.document_key,
        coded.table_key,
        coded.block_number,
        coded.row_number,
        coded.row_level,
        coded.classification,
        documents.fiscal_year,
        {{ subject_name(strip_outline_number('coded.row_label')) }} as name
    from {{ ref('int_row_coded') }} as coded
    inner join {{ ref('stg_document') }} as documents on coded.document_key = documents.document_key
    where coded.default_entity = 'subject' and not coded.is_repeat and coded.row_label <> ''
    qualify count(coded.code) over (partition by coded.table_key) = 0
),

standard as (
    select
        classification,
        code,
        {{ subject_name('name') }} as name,
        valid_from_year,
        valid_to_year
    from {{ ref('subject_name') }}
),

classes as (
    select
        code,
        'functional' as classification,
        {{ subject_name("unnest(list_append(string_split(coalesce(aliases, name), '|'), name))") }} as name
    from {{ ref('functional_class') }}
    union
    select
        code,
        classification,
        {{ subject_name('name') }} as name
    from {{ ref('economic_class') }}
),

-- 经济分类 is the departments' unless the table prints a class that only the governments' has.
classified as (
    select
        lines.* exclude (classification),
        case
            when coalesce(lines.classification, 'functional') = 'functional' then 'functional'
            when
                bool_or(lines.name in (
                    select own.name from classes as own
                    where own.classification = 'government_economic'
                    except
                    select theirs.name from classes as theirs
                    where theirs.classification = 'economic'
                )) over (partition by lines.table_key)
                then 'government_economic'
            else 'economic'
        end as classification,
        coalesce(lag(lines.name) over printed = lines.name, false) as repeats_name
    from lines
    window printed as (partition by lines.table_key, lines.block_number order by lines.row_number)
),

with_classes as (
    select
        classified.*,
        classes.code as class_code,
        min(classified.row_level) filter (where classes.code is not null) over (partition by classified.table_key) as class_level
    from classified
    left join classes on classified.classification = classes.classification and classified.name = classes.name
),

-- Of rows that all begin at one place, the second one of a name stands below the first.
outermost as (
    select
        *,
        coalesce(not repeats_name and row_level is not distinct from class_level, false) and class_code is not null as is_class
    from with_classes
),

opened as (
    select
        *,
        last_value(case when is_class then class_code end ignore nulls) over printed as open_class
    from outermost
    window printed as (partition by table_key, block_number order by row_number)
),

with_sections as (
    select
        opened.*,
        standard.code as section_code,
        min(opened.row_level) filter (where standard.code is not null and not opened.is_class)
            over (partition by opened.table_key, opened.open_class) as section_level
    from opened
    left join standard
        on
            opened.classification = standard.classification and opened.name = standard.name
            and length(standard.code) = 5 and left(standard.code, 3) = opened.open_class
            and {{ valid_in('standard', 'opened.fiscal_year') }}
            and not opened.is_class
),

sectioned as (
    select
        *,
        coalesce(
            section_code is not null and row_level is not distinct from section_level
            and not (repeats_name and lag(section_code) over printed is not null and not lag(is_class) over printed),
            false
        ) as is_section
    from with_sections
    window printed as (partition by table_key, block_number order by row_number)
),

below as (
    select
        *,
        last_value(case when is_section then section_code when is_class then '' end ignore nulls) over printed as open_section
    from sectioned
    window printed as (partition by table_key, block_number order by row_number)
),

found as (
    select
        below.document_key,
        below.table_key,
        below.block_number,
        below.row_number,
        case
            when below.is_class then below.class_code
            when below.is_section then below.section_code
            else items.code
        end as code
    from below
    left join standard as items
        on
            below.classification = items.classification and below.name = items.name
            and length(items.code) = 7
            and left(items.code, case when below.open_section = '' then 3 else 5 end)
            = case when below.open_section = '' then below.open_class else below.open_section end
            and {{ valid_in('items', 'below.fiscal_year') }}
            and not below.is_class and not below.is_section
)

select
    document_key,
    table_key,
    block_number,
    row_number,
    min(code) as code
from found
where code is not null
group by document_key, table_key, block_number, row_number
having count(distinct code) = 1
