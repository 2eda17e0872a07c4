{{ config(materialized='table') }}
-- Grain: one code of one classification, from the standard's classes and from every subject row that a loaded document prints; and one of
-- what facts hold below a subject that no line of a document places: its code with an asterisk.
with mentions as (
    select * from {{ ref('doc_subject') }}
),

classes as (
    select
        'functional' as classification,
        code,
        name
    from {{ ref('functional_class') }}
    union all
    select
        classification,
        code,
        name
    from {{ ref('economic_class') }}
),

-- Of the names that the standard gave a code the last one speaks.
standard_names as (
    select
        classification,
        code,
        arg_max(name, coalesce(valid_to_year, 9999)) as name
    from {{ ref('subject_name') }}
    group by classification, code
),

-- Else the name printed most often does; of equally frequent ones the first in order, so that no run differs from another.
names as (
    select
        classification,
        code,
        name
    from mentions
    where name is not null
    group by classification, code, name
    qualify row_number() over (partition by classification, code order by sum(row_count) desc, name asc) = 1
),

printed as (
    select
        mentions.classification,
        mentions.code,
        any_value(names.name) as name,
        min(mentions.fiscal_year) as first_year,
        max(mentions.fiscal_year) as last_year
    from mentions
    left join names on mentions.classification = names.classification and mentions.code = names.code
    where mentions.code not like '%*'
    group by mentions.classification, mentions.code
),

subjects as (
    select
        coalesce(printed.classification, classes.classification) as classification,
        coalesce(printed.code, classes.code) as code,
        coalesce(classes.name, standard_names.name, printed.name, printed.code) as name,
        printed.first_year,
        printed.last_year
    from printed
    full outer join classes on printed.classification = classes.classification and printed.code = classes.code
    left join standard_names on printed.classification = standard_names.classification and printed.code = standard_names.code
),

-- Written beside the subject that it is below: 208* is of 208, * of none that is known.
unplaced as (
    select
        classification,
        code,
        'unplaced' as name,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from mentions
    where code like '%*'
    group by classification, code
),

listed as (
    select
        *,
        code as known_code,
        case length(code) when 3 then 'class' when 5 then 'section' when 7 then 'item' end as level,
        case when length(code) > 3 then left(code, length(code) - 2) end as parent_code
    from subjects
    union all by name
    select
        *,
        rtrim(code, '*') as known_code,
        'unplaced' as level,
        nullif(rtrim(code, '*'), '') as parent_code
    from unplaced
)

select
    md5(listed.classification || '|' || listed.code)[1:16] as subject_key,
    listed.classification,
    listed.code,
    listed.name,
    concat_ws(
        '/', class_subjects.name, section_subjects.name, case when length(listed.code) not in (3, 5) then listed.name end
    ) as name_full,
    listed.level,
    listed.parent_code,
    nullif(left(listed.known_code, 3), '') as class_code,
    class_subjects.name as class_name,
    case when length(listed.known_code) >= 5 then left(listed.known_code, 5) end as section_code,
    section_subjects.name as section_name,
    cast(listed.first_year as integer) as valid_from_year,
    cast(listed.last_year as integer) as valid_to_year
from listed
left join subjects as class_subjects
    on listed.classification = class_subjects.classification and left(listed.known_code, 3) = class_subjects.code
left join subjects as section_subjects
    on
        listed.classification = section_subjects.classification and left(listed.known_code, 5) = section_subjects.code
        and length(listed.known_code) >= 5
