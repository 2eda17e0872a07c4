-- 机关运行经费 of a document: by economic subject where a table prints them, adding up to its total; where no table prints any, what
-- the narrative says, if it says one amount. Grain: one line.
with tables as (
    select * from {{ ref('int_fund_line') }} where fact = 'fact_operating_cost'
),

documents as (
    select
        document_key,
        fiscal_year,
        case stage when 'final' then 'final' else 'original_budget' end as stage
    from {{ ref('int_document') }}
    where status = 'loaded'
),

said as (
    select
        documents.document_key,
        documents.stage,
        min(prose.prose_figure_key) as prose_figure_key,
        min(prose.amount_yuan) as amount_yuan
    from {{ ref('int_prose_figure') }} as prose
    inner join documents
        on
            prose.document_key = documents.document_key and prose.amount_fiscal_year = documents.fiscal_year
            and prose.amount_stage = documents.stage
    where
        prose.concept = 'operating_cost' and prose.relation = 'amount' and prose.scope = 'statement' and prose.amount_yuan is not null
        and prose.document_key not in (select document_key from {{ ref('int_operating_cost_figure') }})
    group by documents.document_key, documents.stage
    having min(prose.amount_yuan) = max(prose.amount_yuan)
),

lines as (
    select
        document_key,
        stage,
        code,
        'table' as told_by,
        amount_yuan,
        terms,
        null as prose_figure_key,
        derived
    from tables
    union all
    select
        document_key,
        stage,
        '' as code,
        'narrative' as told_by,
        amount_yuan,
        [] as terms,
        prose_figure_key,
        false as derived
    from said
)

select
    md5(concat_ws('|', lines.document_key, lines.stage, lines.code))[1:16] as operating_cost_line_key,
    lines.document_key,
    documents.fiscal_year,
    lines.stage,
    lines.code,
    lines.told_by,
    sum(lines.amount_yuan) as amount_yuan,
    flatten(list(lines.terms)) as terms,
    min(lines.prose_figure_key) as prose_figure_key,
    bool_or(lines.derived) as derived
from lines
inner join documents on lines.document_key = documents.document_key
group by lines.document_key, documents.fiscal_year, lines.stage, lines.code, lines.told_by
