-- What a department's document says less what its units' own speaking documents say, by family, code, fund and nature.
with sides as (
    select * from {{ ref('int_remainder_side') }}
),

detailed as (
    select
        document_key,
        family,
        stage,
        meeting_code,
        funds,
        natures,
        code,
        fund,
        nature,
        coalesce(sum(amount_yuan) filter (where is_department), 0) as department_yuan,
        coalesce(sum(amount_yuan) filter (where not is_department), 0) as units_yuan,
        sum(tolerance_yuan) as tolerance_yuan,
        coalesce(flatten(list(terms order by line_document_key) filter (where is_department)), []) as department_terms,
        coalesce(flatten(list(terms order by line_document_key) filter (where not is_department)), []) as unit_terms,
        coalesce(list(distinct line_document_key) filter (where not is_department), []) as unit_document_keys,
        bool_or(derived) as derived,
        bool_or(is_department) as has_department,
        bool_or(not is_department) as has_unit
    from sides
    group by document_key, family, stage, meeting_code, funds, natures, code, fund, nature
),

-- Where the units print a fund or nature that the department does not, only the group's sum can be told.
grouped as (
    select
        *,
        bool_and(has_department) over meeting and funds <> 'any' as is_same_detail,
        min(fund) filter (where has_department) over meeting as first_fund,
        max(fund) filter (where has_department) over meeting as last_fund,
        min(nature) filter (where has_department) over meeting as first_nature,
        max(nature) filter (where has_department) over meeting as last_nature
    from detailed
    window meeting as (partition by document_key, family, stage, meeting_code, funds, natures)
),

named as (
    select
        * exclude (code, fund, nature),
        case when is_same_detail then code else meeting_code end as code,
        case
            when is_same_detail then fund
            when first_fund = last_fund then first_fund
            when funds = 'any' then 'other_funds'
            else funds
        end as fund,
        case
            when is_same_detail then nature
            when first_nature = last_nature then first_nature
            when natures = 'any' then 'not_stated'
            else natures
        end as nature
    from grouped
)

select
    document_key,
    family,
    stage,
    code,
    fund,
    nature,
    sum(department_yuan) - sum(units_yuan) as amount_yuan,
    sum(department_yuan) as department_yuan,
    sum(units_yuan) as units_yuan,
    sum(tolerance_yuan) as tolerance_yuan,
    flatten(list(department_terms order by code, nature)) as department_terms,
    flatten(list(unit_terms order by code, nature)) as unit_terms,
    list_distinct(flatten(list(unit_document_keys))) as unit_document_keys,
    bool_or(derived) or bool_or(has_unit) as derived,
    bool_or(has_unit) as has_unit
from named
group by document_key, family, stage, code, fund, nature
