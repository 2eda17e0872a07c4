-- Which subject of the document a name in the prose is: by the names of its class, section and item, or by its code.
with statements as (
    select * from {{ ref('int_statement') }}
),

names as (
    select distinct
        document_key,
        code,
        classification,
        {{ subject_name('row_label') }} as name
    from {{ ref('int_amount') }}
    where row_entity = 'subject' and code is not null and row_label <> '' and classification = 'functional'
),

classes as (
    select
        code as class_code,
        {{ subject_name("unnest(string_split(concat_ws('|', name, aliases), '|'))") }} as name
    from {{ ref('functional_class') }}
),

-- `一般公共服务支出-商贸事务-行政运行` is written as a path too.
words as (
    select distinct
        document_key,
        subject_words as printed_words,
        regexp_replace(subject_words, paths.pattern, paths.value) as subject_words
    from statements
    inner join {{ ref('prose_word') }} as paths on paths.kind = 'subject_path'
    where subject_words is not null
),

paths as (
    select
        document_key,
        printed_words as subject_words,
        nullif(regexp_extract(subject_words, {{ prose_pattern('subject_class') }}, 1), '') as said_class,
        nullif(regexp_extract(subject_words, {{ prose_pattern('subject_section') }}, 1), '') as said_section,
        nullif(regexp_extract(subject_words, {{ prose_pattern('subject_item') }}, 1), '') as said_item
    from words
),

said as (
    select
        document_key,
        subject_words,
        said_class,
        said_section,
        said_item,
        {{ subject_name('said_class') }} as class_name,
        {{ subject_name('said_section') }} as section_name,
        {{ subject_name('said_item') }} as item_name
    from paths
),

fitting as (
    select
        said.document_key,
        said.subject_words,
        names.code
    from said
    inner join names
        on
            said.document_key = names.document_key
            and names.name = coalesce(said.item_name, said.section_name, said.class_name)
            and length(names.code) = case when said.item_name is not null then 7 when said.section_name is not null then 5 else 3 end
    left join names as sections
        on names.document_key = sections.document_key and sections.code = left(names.code, 5)
    left join names as name_classes
        on names.document_key = name_classes.document_key and name_classes.code = left(names.code, 3)
    left join classes on left(names.code, 3) = classes.class_code and said.class_name = classes.name
    where
        (said.item_name is null or said.section_name is null or sections.name is null or sections.name = said.section_name)
        and (
            said.class_name is null
            or said.class_name = name_classes.name
            or classes.name is not null
        )
    union all
    -- A class that only lines of the summaries name.
    select
        said.document_key,
        said.subject_words,
        classes.class_code as code
    from said
    inner join classes on said.class_name = classes.name
    where said.section_name is null and said.item_name is null
)

select
    document_key,
    subject_words,
    min(code) as code
from fitting
group by document_key, subject_words
having count(distinct code) = 1
