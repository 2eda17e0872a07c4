-- One row per document, deepest subject, fund and nature.
-- The fund tables speak; what the table of all funds prints beyond them is derived.
with expenditure_rows as (
    select * from {{ ref('int_expenditure_row') }}
),

funds as (
    select * from {{ ref('int_document_fund') }}
),

codes as (
    select distinct
        document_key,
        code
    from expenditure_rows
),

-- Tables of one document can differ in depth: they meet at the shortest printed code that begins the others.
meeting_codes as (
    select
        codes.document_key,
        codes.code,
        min_by(shorter.code, length(shorter.code)) as meeting_code
    from codes
    inner join codes as shorter on codes.document_key = shorter.document_key and starts_with(codes.code, shorter.code)
    group by codes.document_key, codes.code
),

keyed as (
    select
        expenditure_rows.*,
        meeting_codes.meeting_code,
        expenditure_rows.cut = 'all_funds' as is_all_funds,
        case
            when
                bool_or(expenditure_rows.nature = 'not_stated')
                    over (partition by expenditure_rows.document_key, meeting_codes.meeting_code)
                then 'any'
            else {{ nature_group('expenditure_rows.nature') }}
        end as natures
    from expenditure_rows
    inner join meeting_codes
        on expenditure_rows.document_key = meeting_codes.document_key and expenditure_rows.code = meeting_codes.code
),

groups as (
    select
        document_key,
        meeting_code,
        natures,
        sum(amount_yuan) filter (where is_all_funds) as all_funds_yuan,
        coalesce(sum(amount_yuan) filter (where not is_all_funds), 0) as spoken_yuan,
        count(*) filter (where not is_all_funds) as spoken_count,
        sum(tolerance_yuan) as tolerance_yuan,
        flatten(list(
            case when is_all_funds then terms else {{ minus_terms('terms') }} end
            order by is_all_funds desc, code asc, cut asc, nature asc, terms[1].amount_key asc
        )) as terms,
        case
            when count(distinct nature) filter (where is_all_funds) = 1 then min(nature) filter (where is_all_funds)
        end as all_funds_nature
    from keyed
    group by document_key, meeting_code, natures
),

-- What all funds print of a subject beyond the fund tables, of all natures.
wholes as (
    select
        document_key,
        meeting_code,
        sum(coalesce(all_funds_yuan, 0) - spoken_yuan) as rest_yuan,
        sum(tolerance_yuan) as tolerance_yuan
    from groups
    group by document_key, meeting_code
),

-- A subject that one fund pays alone, and of which the table of all funds prints more: its items speak, of that fund.
finer as (
    select
        keyed.document_key,
        keyed.meeting_code,
        min(keyed.cut) filter (where not keyed.is_all_funds) as fund
    from keyed
    inner join groups
        on keyed.document_key = groups.document_key and keyed.meeting_code = groups.meeting_code and keyed.natures = groups.natures
    group by keyed.document_key, keyed.meeting_code
    having
        count(distinct keyed.cut) filter (where not keyed.is_all_funds) = 1
        and bool_and(groups.spoken_count > 0 and coalesce(abs(groups.all_funds_yuan - groups.spoken_yuan) <= groups.tolerance_yuan, false))
        and max(length(keyed.code)) filter (where keyed.is_all_funds) > max(length(keyed.code)) filter (where not keyed.is_all_funds)
        and count(distinct keyed.nature) filter (where keyed.is_all_funds)
        >= count(distinct keyed.nature) filter (where not keyed.is_all_funds)
),

spoken as (
    select
        keyed.document_key,
        keyed.code,
        coalesce(finer.fund, keyed.cut) as fund,
        keyed.nature,
        keyed.amount_yuan,
        keyed.tolerance_yuan,
        keyed.terms,
        keyed.derived
    from keyed
    left join finer on keyed.document_key = finer.document_key and keyed.meeting_code = finer.meeting_code
    where keyed.is_all_funds = (finer.fund is not null)
),

-- A subject that no fund table prints keeps the natures of the table of all funds.
alone as (
    select
        keyed.document_key,
        keyed.code,
        funds.remaining_fund as fund,
        keyed.nature,
        keyed.amount_yuan,
        keyed.tolerance_yuan,
        keyed.terms,
        keyed.derived
    from keyed
    inner join groups
        on keyed.document_key = groups.document_key and keyed.meeting_code = groups.meeting_code and keyed.natures = groups.natures
    inner join funds on keyed.document_key = funds.document_key
    where keyed.is_all_funds and groups.spoken_count = 0
),

differences as (
    select
        groups.document_key,
        groups.meeting_code as code,
        funds.remaining_fund as fund,
        coalesce(groups.all_funds_nature, case groups.natures when 'any' then 'not_stated' else groups.natures end) as nature,
        groups.all_funds_yuan - groups.spoken_yuan as amount_yuan,
        groups.tolerance_yuan,
        groups.terms,
        true as derived
    from groups
    inner join wholes on groups.document_key = wholes.document_key and groups.meeting_code = wholes.meeting_code
    inner join funds on groups.document_key = funds.document_key
    -- Of all natures below what the fund tables print it contradicts them, and is no money that another fund gives back;
    -- one nature may be told otherwise.
    where
        groups.spoken_count > 0 and abs(groups.all_funds_yuan - groups.spoken_yuan) > groups.tolerance_yuan
        and wholes.rest_yuan >= -wholes.tolerance_yuan
)

select * from spoken
union all
select * from alone
union all
select * from differences
