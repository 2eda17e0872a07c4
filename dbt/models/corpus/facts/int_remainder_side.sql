-- The lines of a department's document and of its units' own speaking documents side by side, keyed by what can be compared.
with lines as (
    select * from {{ ref('int_speaking_line') }}
),

departments as (
    select distinct
        document_key,
        department_key,
        fiscal_year,
        document_stage
    from lines
    where level = 'department'
),

both_sides as (
    select
        departments.document_key,
        lines.document_key as line_document_key,
        lines.level = 'department' as is_department,
        lines.* exclude (document_key, unit_key, department_key, level, fiscal_year, document_stage)
    from lines
    inner join departments
        on
            lines.department_key = departments.department_key
            and lines.fiscal_year = departments.fiscal_year
            and lines.document_stage = departments.document_stage
            and (coalesce(lines.level, 'unit') <> 'department' or lines.document_key = departments.document_key)
),

codes as (
    select
        document_key,
        family,
        stage,
        code,
        bool_or(is_department) as in_department
    from both_sides
    group by document_key, family, stage, code
),

-- A department and its units can differ in depth: they meet at the shortest printed code that begins the others.
begun as (
    select
        codes.document_key,
        codes.family,
        codes.stage,
        codes.code,
        codes.in_department,
        min_by(shorter.code, length(shorter.code)) as begun_by
    from codes
    inner join codes as shorter
        on
            codes.document_key = shorter.document_key and codes.family = shorter.family and codes.stage = shorter.stage
            and (
                codes.code = shorter.code
                or (shorter.code <> '' and codes.family <> 'three_public' and starts_with(codes.code, shorter.code))
            )
    group by codes.document_key, codes.family, codes.stage, codes.code, codes.in_department
),

-- What one of them holds unplaced may be what the other places: all that a unit's unplaced is of, or what of the units the department
-- prints nowhere, meets there.
unplaced as (
    select
        begun.document_key,
        begun.family,
        begun.stage,
        begun.code,
        min(codes.code) filter (where not codes.in_department) as of_units,
        max(codes.code) filter (where codes.in_department) as of_department
    from begun
    inner join codes
        on
            begun.document_key = codes.document_key and begun.family = codes.family and begun.stage = codes.stage
            and codes.code like '%*' and starts_with(begun.code, rtrim(codes.code, '*'))
    group by begun.document_key, begun.family, begun.stage, begun.code
),

met as (
    select
        begun.document_key,
        begun.family,
        begun.stage,
        begun.code,
        coalesce(
            unplaced.of_units,
            case
                when not bool_or(begun.in_department) over (partition by begun.document_key, begun.family, begun.stage, begun.begun_by)
                    then unplaced.of_department
            end,
            begun.begun_by
        ) as meeting_code
    from begun
    left join unplaced
        on
            begun.document_key = unplaced.document_key and begun.family = unplaced.family and begun.stage = unplaced.stage
            and begun.code = unplaced.code
),

compared as (
    select
        both_sides.*,
        met.meeting_code,
        {{ fund_group('both_sides.fund') }} as funds,
        case
            when
                bool_or(both_sides.nature = 'not_stated')
                    over (partition by both_sides.document_key, both_sides.family, both_sides.stage, met.meeting_code)
                then 'any'
            else {{ nature_group('both_sides.nature') }}
        end as natures
    from both_sides
    inner join met
        on
            both_sides.document_key = met.document_key and both_sides.family = met.family
            and both_sides.stage = met.stage and both_sides.code = met.code
),

-- Units that have more of a fund than their department, though one of them does not say which funds it means.
exceeded as (
    select
        *,
        sum(case when is_department then amount_yuan else -amount_yuan end) over fund_meeting
        < -sum(tolerance_yuan) over fund_meeting as is_exceeded
    from compared
    window fund_meeting as (partition by document_key, family, stage, meeting_code, natures, funds)
)

select
    * exclude (is_exceeded)
    replace (
        case
            when bool_or(is_exceeded) over meeting and bool_or(fund = 'other_funds') over meeting then 'any'
            else funds
        end as funds
    )
from exceeded
window meeting as (partition by document_key, family, stage, meeting_code, natures)
