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
    select distinct
        document_key,
        family,
        stage,
        code
    from both_sides
),

-- A department and its units can differ in depth: they meet at the shortest printed code that begins the others.
meeting_codes as (
    select
        codes.document_key,
        codes.family,
        codes.stage,
        codes.code,
        min_by(shorter.code, length(shorter.code)) as meeting_code
    from codes
    inner join codes as shorter
        on
            codes.document_key = shorter.document_key and codes.family = shorter.family and codes.stage = shorter.stage
            and (
                codes.code = shorter.code
                or (shorter.code <> '' and codes.family <> 'three_public' and starts_with(codes.code, shorter.code))
            )
    group by codes.document_key, codes.family, codes.stage, codes.code
)

select
    both_sides.*,
    meeting_codes.meeting_code,
    {{ fund_group('both_sides.fund') }} as funds,
    case
        when
            bool_or(both_sides.nature = 'not_stated')
                over (partition by both_sides.document_key, both_sides.family, both_sides.stage, meeting_codes.meeting_code)
            then 'any'
        else {{ nature_group('both_sides.nature') }}
    end as natures
from both_sides
inner join meeting_codes
    on
        both_sides.document_key = meeting_codes.document_key and both_sides.family = meeting_codes.family
        and both_sides.stage = meeting_codes.stage and both_sides.code = meeting_codes.code
