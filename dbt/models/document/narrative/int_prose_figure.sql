-- One row per figure of the prose with its meaning: relation, concept, subject, fund, year, stage and amount in yuan.
with statements as (
    select * from {{ ref('int_statement') }}
),

money as (
    select * from {{ ref('int_prose_money') }}
)

select
    money.prose_figure_key,
    statements.document_key,
    statements.page_number,
    statements.paragraph_number,
    statements.sentence_number,
    statements.figure_number,
    statements.position,
    statements.heading,
    statements.sentence,
    statements.lead,
    statements.tail,
    statements.phrase,
    statements.named,
    statements.opens_list,
    statements.depth,
    money.is_loose,
    statements.scope,
    statements.direction,
    statements.relation,
    statements.figure_text,
    statements.number,
    statements.number_decimals,
    statements.unit,
    statements.x0,
    statements.top,
    statements.x1,
    statements.bottom,
    statements.document_stage,
    statements.fiscal_year,
    money.is_named,
    money.named_concept,
    money.concept,
    money.subject_code,
    money.classification,
    coalesce(
        statements.said_fund,
        money.paragraph_fund,
        {{ heading_fund("list_last(string_split(statements.heading, '/'))") }},
        {{ heading_fund("string_split(statements.heading, '/')[-2]") }},
        '-'
    ) as fund,
    statements.said_fund is not null as fund_is_said,
    statements.said_year as amount_fiscal_year,
    coalesce(
        statements.said_stage,
        case when statements.document_stage = 'budget' then 'original_budget' end,
        -- Final accounts that say 预算 and no more mean the one that stands beside 决算 in their tables.
        case when regexp_matches(statements.phrase, {{ prose_pattern('bare_budget') }}) then 'adjusted_budget' end,
        'final'
    ) as amount_stage,
    case
        when not statements.is_percent
            then cast(statements.number * {{ unit_in_yuan('statements.unit') }} as decimal(24, 4))
    end as amount_yuan,
    -- One unit of the last printed digit: yuan of an amount, hundredths of a percentage otherwise left to the rate's own scale.
    case
        when not statements.is_percent
            then cast({{ unit_in_yuan('statements.unit') }} * {{ last_digit('statements.number_decimals') }} as decimal(24, 8))
    end as last_digit_yuan
from statements
inner join money on statements.statement_key = money.prose_figure_key
