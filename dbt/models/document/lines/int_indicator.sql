-- Indicators of the performance tables and forms: what is measured, what is to be reached and was, and its points. Grain: one row of a
-- table that names an indicator and says something of it.
with tables as (
    select
        table_key,
        document_key,
        table_kind
    from {{ ref('int_table') }}
    where table_kind in ('performance_overall', 'performance_project')
),

columns as (
    select
        columns.table_key,
        columns.column_number,
        columns.header_path,
        string_split(columns.header_path, '/')[-1] as header_cell
    from {{ ref('stg_column') }} as columns
    inner join tables on columns.table_key = tables.table_key
),

-- Headers repeat from form to form: each distinct text meets the patterns once.
parts as (
    select
        texts.header_cell,
        words.part
    from (
        select distinct
            header_cell,
            regexp_replace(header_cell, '\s', '', 'g') as plain_cell
        from columns
    ) as texts
    inner join {{ ref('indicator_column') }} as words on regexp_matches(texts.plain_cell, words.pattern)
    qualify row_number() over (partition by texts.header_cell order by words.priority) = 1
),

printed as (
    select
        table_key,
        row_number,
        column_number,
        page_number,
        text
    from {{ ref('stg_row_text') }}
    union all
    select
        table_key,
        row_number,
        column_number,
        page_number,
        text
    from {{ ref('stg_cell') }}
),

texts as (
    select
        printed.table_key,
        printed.row_number,
        printed.column_number,
        min(printed.page_number) as page_number,
        min(regexp_replace(printed.text, '\s', '', 'g')) as text,
        any_value(columns.header_path) as header_path,
        any_value(parts.part) as part
    from printed
    inner join columns on printed.table_key = columns.table_key and printed.column_number = columns.column_number
    left join parts on columns.header_cell = parts.header_cell
    where trim(printed.text) <> ''
    group by printed.table_key, printed.row_number, printed.column_number
),

-- In a form the name stands beside its label.
beside as (
    select
        table_key,
        text as label,
        lead(text) over (partition by table_key, row_number order by column_number) as value
    from texts
    where part is null
),

forms as (
    select
        table_key,
        min(value) filter (where regexp_matches(label, {{ table_pattern('project_name_label') }})) as project_name,
        min(value) filter (where regexp_matches(label, {{ table_pattern('form_unit') }})) as unit_name
    from beside
    where value is not null
    group by table_key
    -- Several forms in one table leave open whose an indicator is.
    having count(distinct value) filter (where regexp_matches(label, {{ table_pattern('project_name_label') }})) <= 1
),

indicators as (
    select
        table_key,
        row_number,
        min(page_number) as page_number,
        string_agg(text, ' ' order by column_number) filter (where part = 'level_1') as level_1,
        string_agg(text, ' ' order by column_number) filter (where part = 'level_2') as level_2,
        string_agg(text, ' ' order by column_number) filter (where part = 'level_3') as level_3,
        string_agg(text, ' ' order by column_number) filter (where part = 'comparison') as comparison,
        string_agg(text, ' ' order by column_number) filter (where part = 'target') as target_text,
        string_agg(text, ' ' order by column_number) filter (where part = 'measured_in') as measured_in,
        string_agg(text, ' ' order by column_number) filter (where part = 'actual') as actual_text,
        string_agg(text, ' ' order by column_number) filter (where part = 'weight') as weight_text,
        string_agg(text, ' ' order by column_number) filter (where part = 'score') as score_text,
        -- Of 一级项目 and 二级项目 the second one is the project.
        arg_max(text, column_number) filter (where part = 'project') as project_name,
        arg_max(text, column_number) filter (where part = 'unit') as unit_name
    from texts
    where part is not null
    group by table_key, row_number
),

-- A list of projects may name the project as what its row is of, and whose it is; beside an indicator the words of a row name nobody.
listed as (
    select
        table_key,
        row_number,
        min(row_label) filter (where row_entity = 'project') as project_name,
        min(unit_label) filter (where row_entity = 'project') as unit_name,
        bool_or(is_repeat) as is_repeat
    from {{ ref('int_row') }}
    group by table_key, row_number
)

select
    md5(concat_ws('|', indicators.table_key, indicators.row_number))[1:16] as performance_key,
    tables.document_key,
    indicators.table_key,
    tables.table_kind,
    indicators.page_number,
    indicators.row_number,
    coalesce(indicators.project_name, forms.project_name, listed.project_name) as project_name,
    coalesce(indicators.unit_name, forms.unit_name, listed.unit_name) as project_unit_name,
    indicators.level_1,
    indicators.level_2,
    coalesce(indicators.level_3, indicators.level_2, indicators.level_1) as indicator,
    indicators.comparison,
    indicators.target_text,
    -- One number and what it counts: what says more is text.
    try_cast(replace(regexp_extract(indicators.target_text, {{ plain_number() }}, 1), ',', '') as decimal(24, 6)) as target_number,
    coalesce(indicators.measured_in, nullif(regexp_extract(indicators.target_text, {{ plain_number() }}, 2), '')) as target_unit,
    indicators.actual_text,
    try_cast(replace(regexp_extract(indicators.actual_text, {{ plain_number() }}, 1), ',', '') as decimal(24, 6)) as actual_number,
    try_cast(indicators.weight_text as decimal(18, 4)) as weight,
    try_cast(indicators.score_text as decimal(18, 4)) as score
from indicators
inner join tables on indicators.table_key = tables.table_key
left join forms on indicators.table_key = forms.table_key
left join listed on indicators.table_key = listed.table_key and indicators.row_number = listed.row_number
where
    (indicators.level_2 is not null or indicators.level_3 is not null)
    and coalesce(
        indicators.target_text, indicators.actual_text, indicators.weight_text, indicators.score_text, indicators.comparison
    ) is not null
    and not coalesce(listed.is_repeat, false)
