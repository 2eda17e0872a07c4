-- What lists of projects and of purchases list: their innermost rows, with the unit and the heading that they stand under. Projects of
-- performance tables count only in a document without a list of listed. Grain: one row.
with recursive list_outline as (
    select * from {{ ref('int_list_outline') }} where row_kind = 'row' and parent_position is not null
),

-- How the rows stand under each other: as the figures of a list prove it, else as it is printed.
outlines as (
    select
        table_key,
        position,
        parent_position
    from list_outline
    union all
    select
        table_key,
        position,
        parent_position
    from {{ ref('int_row_outline') }}
    where parent_position is not null and table_key not in (select table_key from list_outline)
),

headings as (
    select distinct
        table_key,
        parent_position as position
    from outlines
),

table_rows as (
    select
        printed.table_key,
        printed.document_key,
        printed.table_kind,
        printed.position,
        printed.row_number,
        printed.row_code,
        printed.printed_label,
        printed.row_entity,
        printed.row_role,
        printed.unit_label,
        outlines.parent_position,
        headings.position is null as is_leaf,
        regexp_replace({{ normalise_name('printed.printed_label') }}, {{ table_pattern('own_office') }}, '')
        = regexp_replace({{ normalise_name('documents.publisher_name') }}, {{ table_pattern('own_office') }}, '') as is_publisher
    from {{ ref('int_row') }} as printed
    inner join {{ ref('int_document') }} as documents on printed.document_key = documents.document_key and documents.status = 'loaded'
    left join outlines on printed.table_key = outlines.table_key and printed.position = outlines.position
    left join headings on printed.table_key = headings.table_key and printed.position = headings.position
    where printed.table_kind in ('project', 'performance_project', 'procurement') and not printed.is_repeat
    -- A performance table tells again of projects that a list tells.
    qualify
        printed.table_kind <> 'performance_project'
        or not bool_or(printed.table_kind = 'project') over (partition by printed.document_key)
),

-- Headings that stand beside the publisher, as headings do, are its units: a list by unit and project names them without codes.
typed as (
    select
        *,
        bool_or(row_entity = 'project') over (partition by table_key) as has_project_rows,
        row_entity = 'unit'
        or (
            row_entity = 'line' and not is_leaf and row_role is null
            and bool_or(is_publisher and not is_leaf) over (partition by table_key, parent_position)
        ) as is_unit
    from table_rows
),

-- 通用项目, 全额 and the like are kinds of rows: no project, but 货物 is a category of purchases.
kinds as (
    select row_label from {{ ref('int_row_term') }} where kind = 'list_level'
),

listed as (
    select
        *,
        -- Where no indentation says it, the unit is the one printed above.
        last_value(case when is_unit then printed_label end ignore nulls)
            over (partition by table_key order by position rows between unbounded preceding and current row) as unit_above
    from typed
),

climbed as (
    select
        table_key,
        position,
        parent_position as at_position,
        cast(null as varchar) as unit_name,
        cast(null as varchar) as heading,
        1 as steps
    from typed
    union all
    select
        climbed.table_key,
        climbed.position,
        above.parent_position as at_position,
        case when above.is_unit then above.printed_label end as unit_name,
        coalesce(
            climbed.heading,
            case
                when
                    not above.is_unit and above.row_role is null
                    and (above.table_kind = 'procurement' or above.printed_label not in (select row_label from kinds))
                    then above.printed_label
            end
        ) as heading,
        climbed.steps + 1 as steps
    from climbed
    inner join typed as above on climbed.table_key = above.table_key and climbed.at_position = above.position
    where climbed.unit_name is null and climbed.steps < 20
),

above_rows as (
    select
        table_key,
        position,
        max(unit_name) as unit_name,
        max_by(heading, (steps, heading)) as heading
    from climbed
    group by table_key, position
),

-- A form tells the money of one project, whose name stands beside its label further up.
form_rows as (
    select
        table_rows.*,
        max_by(names.text, (names.row_number, names.text)) as form_project
    from table_rows
    left join (
        select
            labels.table_key,
            labels.row_number,
            min_by(beside.text, beside.column_number) as text
        from {{ ref('stg_row_text') }} as labels
        inner join {{ ref('stg_row_text') }} as beside
            on
                labels.table_key = beside.table_key and labels.row_number = beside.row_number
                and labels.column_number < beside.column_number
        where regexp_matches(regexp_replace(labels.text, '\s', '', 'g'), {{ table_pattern('project_name_label') }})
        group by labels.table_key, labels.row_number
    ) as names on table_rows.table_key = names.table_key and names.row_number <= table_rows.row_number
    where
        table_rows.table_kind = 'performance_project'
        and table_rows.printed_label in (
            select row_label from {{ ref('int_row_term') }} where kind = 'list_level' and value = 'form_total'
        )
    group by all
)

select
    listed.document_key,
    listed.table_key,
    listed.table_kind,
    listed.position,
    listed.row_number,
    listed.parent_position is null as is_outermost,
    listed.row_code as item_code,
    nullif(listed.printed_label, '') as item_name,
    above_rows.heading,
    coalesce(
        case when listed.table_kind = 'project' then listed.unit_label end,
        above_rows.unit_name,
        case when listed.parent_position is null then listed.unit_above end
    ) as unit_name,
    case when listed.table_kind = 'procurement' then listed.unit_label end as item_detail
from listed
inner join above_rows on listed.table_key = above_rows.table_key and listed.position = above_rows.position
where
    listed.is_leaf and listed.row_role is null and not listed.is_unit
    and (
        listed.row_entity = 'project'
        or listed.table_kind = 'procurement'
        or (listed.row_entity = 'line' and not listed.has_project_rows)
    )
    and listed.table_key not in (select table_key from form_rows)
union all
select
    document_key,
    table_key,
    table_kind,
    position,
    row_number,
    true as is_outermost,
    null as item_code,
    regexp_replace(form_project, '\s', '', 'g') as item_name,
    null as heading,
    null as unit_name,
    null as item_detail
from form_rows
