-- What a department's document says less what its units' own speaking documents say, by family, code, fund and nature.
with lines as (
    select
        fact_lines.*,
        disclosures.department_key,
        disclosures.level,
        disclosures.fiscal_year,
        disclosures.stage as document_stage
    from {{ ref('int_fact_line') }} as fact_lines
    inner join {{ ref('int_disclosure') }} as disclosures on fact_lines.document_key = disclosures.document_key
),

department_lines as (
    select * from lines where level = 'department'
),

unit_lines as (
    select
        departments.document_key,
        lines.document_key as unit_document_key,
        lines.family,
        lines.stage,
        lines.code,
        lines.fund,
        lines.nature,
        lines.amount_yuan,
        lines.tolerance_yuan,
        lines.amount_keys
    from lines
    inner join (select distinct document_key, department_key, fiscal_year, document_stage from department_lines) as departments
        on
            lines.department_key = departments.department_key
            and lines.fiscal_year = departments.fiscal_year
            and lines.document_stage = departments.document_stage
    where coalesce(lines.level, 'unit') <> 'department'
),

both_sides as (
    select
        document_key, null as unit_document_key, family, stage, code, fund, nature, amount_yuan, tolerance_yuan, amount_keys, derived, 1 as sign
    from department_lines
    union all
    select
        document_key, unit_document_key, family, stage, code, fund, nature,
        -amount_yuan as amount_yuan, tolerance_yuan, amount_keys, true as derived, -1 as sign
    from unit_lines
),

codes as (
    select distinct document_key, family, stage, code from both_sides
),

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
            and (codes.code = shorter.code or (shorter.code <> '' and codes.family <> 'three_public' and starts_with(codes.code, shorter.code)))
    group by codes.document_key, codes.family, codes.stage, codes.code
),

keyed as (
    select
        both_sides.*,
        meeting_codes.meeting_code,
        {{ fund_group('both_sides.fund') }} as funds,
        case
            when bool_or(both_sides.nature = 'not_stated')
                over (partition by both_sides.document_key, both_sides.family, both_sides.stage, meeting_codes.meeting_code)
                then 'any'
            else {{ nature_group('both_sides.nature') }}
        end as natures
    from both_sides
    inner join meeting_codes
        on
            both_sides.document_key = meeting_codes.document_key and both_sides.family = meeting_codes.family
            and both_sides.stage = meeting_codes.stage and both_sides.code = meeting_codes.code
),

detailed as (
    select
        document_key, family, stage, meeting_code, funds, natures, code, fund, nature,
        sum(amount_yuan) as amount_yuan,
        coalesce(-sum(amount_yuan) filter (where sign = -1), 0) as units_yuan,
        sum(tolerance_yuan) as tolerance_yuan,
        flatten(list(amount_keys)) as amount_keys,
        coalesce(flatten(list(amount_keys) filter (where sign = -1)), []) as unit_amount_keys,
        list_distinct(list(unit_document_key) filter (where sign = -1)) as unit_document_keys,
        bool_or(derived) as derived,
        bool_or(sign = 1) as has_department,
        bool_or(sign = -1) as has_unit
    from keyed
    group by document_key, family, stage, meeting_code, funds, natures, code, fund, nature
),

-- Where the units print a fund or nature that the department does not, only the group's sum can be told.
grouped as (
    select
        *,
        bool_and(has_department) over meeting as is_same_detail,
        count(*) filter (where has_department) over meeting as department_count,
        min(fund) filter (where has_department) over meeting as first_fund,
        max(fund) filter (where has_department) over meeting as last_fund,
        min(nature) filter (where has_department) over meeting as first_nature,
        max(nature) filter (where has_department) over meeting as last_nature
    from detailed
    window meeting as (partition by document_key, family, stage, meeting_code, funds, natures)
)

select
    document_key, family, stage,
    case when is_same_detail then code else meeting_code end as code,
    case when is_same_detail then fund when first_fund = last_fund then first_fund else funds end as fund,
    case
        when is_same_detail then nature
        when first_nature = last_nature then first_nature
        when natures = 'any' then 'not_stated'
        else natures
    end as nature,
    sum(amount_yuan) as amount_yuan,
    sum(units_yuan) as units_yuan,
    sum(tolerance_yuan) as tolerance_yuan,
    flatten(list(amount_keys)) as amount_keys,
    flatten(list(unit_amount_keys)) as unit_amount_keys,
    list_distinct(flatten(list(coalesce(unit_document_keys, [])))) as unit_document_keys,
    bool_or(derived) as derived,
    bool_or(has_unit) as has_unit
from grouped
group by 1, 2, 3, 4, 5, 6
