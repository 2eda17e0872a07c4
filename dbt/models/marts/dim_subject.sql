{{ config(materialized='table') }}
-- Grain: one code of one classification, from the standard's classes and from every subject row that a loaded document prints.
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

-- The name printed most often speaks; of equally frequent ones the first in order, so that no run differs from another.
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
    group by mentions.classification, mentions.code
),

subjects as (
    select
        coalesce(printed.classification, classes.classification) as classification,
        coalesce(printed.code, classes.code) as code,
        coalesce(classes.name, printed.name, printed.code) as name,
        printed.first_year,
        printed.last_year
    from printed
    full outer join classes on printed.classification = classes.classification and printed.code = classes.code
)

select
    md5(subjects.classification || '|' || subjects.code)[1:16] as subject_key,
    subjects.classification,
    subjects.code,
    subjects.name,
    case length(subjects.code) when 3 then 'class' when 5 then 'section' when 7 then 'item' end as level,
    case when length(subjects.code) > 3 then left(subjects.code, length(subjects.code) - 2) end as parent_code,
    left(subjects.code, 3) as class_code,
    class_subjects.name as class_name,
    case when length(subjects.code) >= 5 then left(subjects.code, 5) end as section_code,
    case when length(subjects.code) >= 5 then section_subjects.name end as section_name,
    cast(subjects.first_year as integer) as valid_from_year,
    cast(subjects.last_year as integer) as valid_to_year
from subjects
left join subjects as class_subjects
    on subjects.classification = class_subjects.classification and left(subjects.code, 3) = class_subjects.code
left join subjects as section_subjects
    on
        subjects.classification = section_subjects.classification and left(subjects.code, 5) = section_subjects.code
        and length(subjects.code) >= 5
