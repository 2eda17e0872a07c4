{{ config(materialized='table') }}
-- Grain: one code of one classification in the years in which its names were the same, from the standard's classes and from every subject
-- row that a loaded document prints; and one of what facts hold below a subject that no line of a document places: its code with an
-- asterisk.
with mentions as (
    select * from {{ ref('doc_subject') }}
),

-- The name that the standard gave a code in some years speaks for these; then one that it gave for none, then the one printed most.
names as (
    select
        *,
        case when coalesce(valid_from_year, valid_to_year) is null then 2 else 1 end as preference,
        0 as row_count
    from {{ ref('subject_name') }}
    union all by name
    select
        'functional' as classification,
        code,
        name,
        2 as preference,
        0 as row_count
    from {{ ref('functional_class') }}
    union all by name
    select
        classification,
        code,
        name,
        2 as preference,
        0 as row_count
    from {{ ref('economic_class') }}
    union all by name
    select
        classification,
        code,
        name,
        3 as preference,
        sum(row_count) as row_count
    from mentions
    where name is not null
    group by classification, code, name
),

-- Written beside the subject that it is below: 208* is of 208, * of none that is known.
subjects as (
    select
        classification,
        code,
        rtrim(code, '*') as known_code,
        min(fiscal_year) as first_printed_year
    from (
        select
            classification,
            code,
            fiscal_year
        from mentions
        union all
        select
            classification,
            code,
            null as fiscal_year
        from names
        where preference < 3 and length(code) = 3
    ) as listed
    group by classification, code
),

-- Names end where the standard gave another to the subject or to one that it is below.
begun as (
    select
        *,
        0 as from_year
    from subjects
    union
    select
        subjects.*,
        names.valid_from_year as from_year
    from subjects
    inner join names on subjects.classification = names.classification and starts_with(subjects.known_code, names.code)
    where names.valid_from_year is not null
),

-- Those of years that no paper tells of, not even as the year before its own, are left out.
versions as (
    select
        * exclude (first_printed_year),
        lead(from_year) over (partition by classification, code order by from_year) - 1 as to_year
    from begun
    qualify to_year is null or to_year >= first_printed_year - 1
),

named as (
    select
        parts.classification,
        parts.code,
        parts.known_code,
        parts.from_year,
        parts.to_year,
        first(names.name order by names.preference asc, names.row_count desc, names.name asc)
        filter (where names.code = parts.known_code) as known_name,
        first(names.name order by names.preference asc, names.row_count desc, names.name asc)
        filter (where length(names.code) = 3) as class_name,
        first(names.name order by names.preference asc, names.row_count desc, names.name asc)
        filter (where length(names.code) = 5) as section_name
    from (
        select
            *,
            unnest(list_distinct([left(known_code, 3), left(known_code, 5), known_code])) as part
        from versions
    ) as parts
    left join names
        on
            parts.classification = names.classification and parts.part = names.code
            and {{ valid_in('names', 'parts.from_year') }}
    group by parts.classification, parts.code, parts.known_code, parts.from_year, parts.to_year
),

printed as (
    select
        versions.classification,
        versions.code,
        versions.from_year,
        min(mentions.fiscal_year) as first_printed_year,
        max(mentions.fiscal_year) as last_printed_year
    from versions
    inner join mentions
        on
            versions.classification = mentions.classification and versions.code = mentions.code
            and mentions.fiscal_year between versions.from_year and coalesce(versions.to_year, 9999)
    group by versions.classification, versions.code, versions.from_year
),

levels as (
    select
        *,
        case when code like '%*' then 'unplaced' else coalesce(known_name, code) end as name,
        case
            when code like '%*' then 'unplaced'
            when length(code) = 3 then 'class'
            when length(code) = 5 then 'section'
            when length(code) = 7 then 'item'
        end as level,
        case
            when code like '%*' then nullif(known_code, '')
            when length(code) > 3 then left(code, length(code) - 2)
        end as parent_code
    from named
)

select
    md5(concat_ws('|', levels.classification, levels.code, levels.to_year))[1:16] as subject_key,
    levels.classification,
    levels.code,
    levels.name,
    concat_ws(
        '/', levels.class_name, levels.section_name, case when coalesce(levels.level not in ('class', 'section'), true) then levels.name end
    ) as name_full,
    levels.level,
    levels.parent_code,
    nullif(left(levels.known_code, 3), '') as class_code,
    levels.class_name,
    case when length(levels.known_code) >= 5 then left(levels.known_code, 5) end as section_code,
    levels.section_name,
    cast(nullif(levels.from_year, 0) as integer) as valid_from_year,
    cast(levels.to_year as integer) as valid_to_year,
    cast(printed.first_printed_year as integer) as first_printed_year,
    cast(printed.last_printed_year as integer) as last_printed_year
from levels
left join printed
    on
        levels.classification = printed.classification and levels.code = printed.code
        and levels.from_year = printed.from_year
