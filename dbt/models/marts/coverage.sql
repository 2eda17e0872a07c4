{{ config(materialized='table') }}

-- Made whole each time: what is usual, papers say of one another.
{% set of_one_form, of_one_time = 3, 5 %}

with documents as (
    select * from {{ ref('dim_document') }}
    where status = 'loaded'
),

kinds as (
    select * from {{ ref('table_kind') }}
    where table_kind = published_kind
),

published as (
    select
        documents.disclosure_key,
        documents.superseded_by is null as speaks,
        tables.*
    from {{ ref('published_table') }} as tables
    inner join documents on tables.document_key = documents.document_key
),

-- Papers of one form number and call their first table alike, whatever the year. Of a narrative and its tables the tables stand for both.
disclosures as (
    select
        documents.disclosure_key,
        arg_min(
            documents.document_key, (documents.superseded_by is not null, tabled.document_key is null, documents.document_key)
        ) as document_key,
        min(documents.unit_key) as unit_key,
        min(documents.fiscal_year) as fiscal_year,
        min(documents.stage) as stage,
        min(documents.level) as level,
        min(forms.form) as form
    from documents
    left join (select distinct document_key from published) as tabled on documents.document_key = tabled.document_key
    left join (
        select
            disclosure_key,
            arg_min(regexp_replace(concat_ws(' ', table_number, table_title), '\d', '', 'g'), (not speaks, table_ordinal)) as form
        from published
        where table_kind = 'revenue_expenditure_summary'
        group by disclosure_key
    ) as forms on documents.disclosure_key = forms.disclosure_key
    group by documents.disclosure_key
),

found as (
    select
        disclosure_key,
        table_kind,
        bool_and(declared_empty) as declared_empty,
        -- A copy of a paper has no tables of its own; a kind that only a superseded file has is published all the same.
        coalesce(nullif(count_if(speaks), 0), count(*)) as table_count
    from published
    group by disclosure_key, table_kind
),

-- Money in a table that nothing names: it may be any that is not found.
nameless as (
    select
        published.disclosure_key,
        arg_min(published.document_key, (published.table_ordinal, published.document_key)) as document_key,
        arg_min(published.page_from, (published.table_ordinal, published.document_key)) as page_number
    from published
    inner join {{ ref('table_standing') }} as standing on published.table_key = standing.table_key
    where published.table_kind = 'other' and published.table_title is null and standing.money_count > 0
    group by published.disclosure_key
),

announced as (
    select
        documents.disclosure_key,
        announced.table_kind,
        bool_or(announced.announcement = 'none_declared') as none_declared,
        bool_or(announced.announcement <> 'none_declared') as named,
        arg_min(
            announced,
            (
                announced.announcement <> 'none_declared', documents.superseded_by is not null,
                announced.page_number, announced.document_key, announced.announcement
            )
        ) as said
    from {{ ref('doc_announced_table') }} as announced
    inner join documents on announced.document_key = documents.document_key
    group by documents.disclosure_key, announced.table_kind
),

known as (
    select
        disclosures.*,
        kinds.table_kind,
        found.table_kind is not null as is_found,
        found.declared_empty,
        coalesce(found.table_count, 0) as table_count,
        coalesce(announced.none_declared, false) as none_declared,
        found.table_kind is not null or coalesce(announced.named, false) as has_table,
        announced.said,
        case when kinds.default_measure = 'money' then nameless.document_key end as nameless_document_key,
        nameless.page_number as nameless_page,
        case disclosures.stage when 'final' then kinds.expected_in_final else kinds.expected_in_budget end as expected
    from disclosures
    cross join kinds
    left join found on disclosures.disclosure_key = found.disclosure_key and kinds.table_kind = found.table_kind
    left join announced on disclosures.disclosure_key = announced.disclosure_key and kinds.table_kind = announced.table_kind
    left join nameless on disclosures.disclosure_key = nameless.disclosure_key
    where kinds.table_kind <> 'other' or found.table_kind is not null
),

-- How many other papers are like this one, and how many of them have the table, from the most like to the least: forms change with
-- the years.
compared as (
    select
        *,
        count(*) over same_level - 1 as same_level_papers,
        count_if(has_table) over same_level as same_level_having,
        count(*) over same_form - 1 as same_form_papers,
        count_if(has_table) over same_form as same_form_having,
        count(*) over same_time - 1 as same_time_papers,
        count_if(has_table) over same_time as same_time_having
    from known
    window
        same_level as (partition by table_kind, stage, form, level),
        same_form as (partition by table_kind, stage, form),
        same_time as (
            partition by table_kind, stage, level order by fiscal_year range between 2 preceding and 2 following
        )
),

judged as (
    select
        *,
        case
            when form is not null and same_level_papers >= {{ of_one_form }} then same_level_having / same_level_papers
            when form is not null and same_form_papers >= {{ of_one_form }} then same_form_having / same_form_papers
            when same_time_papers >= {{ of_one_time }} then same_time_having / same_time_papers
            when expected then 1
            else 0
        end >= 0.5 as is_usual
    from compared
),

told as (
    select
        *,
        case
            when is_found then case when declared_empty then 'declared_empty' else 'published' end
            when none_declared then 'declared_empty'
            when has_table then 'not_read'
            when not is_usual then 'not_usual'
            when nameless_document_key is not null then 'not_read'
            else 'not_published'
        end as status
    from judged
)

select
    md5(disclosure_key || '|' || table_kind)[1:16] as coverage_key,
    disclosure_key,
    document_key,
    unit_key,
    fiscal_year,
    stage,
    table_kind,
    status,
    cast(table_count as integer) as table_count,
    case when is_found then null when status = 'not_read' then coalesce(said.document_key, nameless_document_key) else said.document_key end
        as announced_in,
    case when is_found then null when status = 'not_read' then coalesce(said.page_number, nameless_page) else said.page_number end
        as announced_page,
    case when not is_found then said.line_text end as announced_text
from told
