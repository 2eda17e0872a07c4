-- What each row of a fact is made of: printed amounts with their signs. Terms that cancel out are none.
with terms as (
    select
        'fact_' || case family when 'basic' then 'basic_expenditure' else family end as fact,
        line_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_placed_part') }}
    union all by name
    select
        'fact_unit_expenditure' as fact,
        unit_expenditure_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_unit_expenditure') }}
    union all by name
    select
        'fact_project' as fact,
        project_line_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_placed_project') }}
    union all by name
    select
        'fact_procurement' as fact,
        procurement_line_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_placed_procurement') }}
    union all by name
    select
        'fact_operating_cost' as fact,
        operating_cost_line_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_placed_operating_cost') }}
    union all by name
    select
        'fact_economic_expenditure' as fact,
        economic_line_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_placed_economic') }}
    union all by name
    select
        'fact_comparative' as fact,
        comparative_key as fact_key,
        document_key,
        unnest(terms) as term
    from {{ ref('int_comparative') }}
),

told as (
    select
        comparative_key,
        document_key,
        unnest(prose_terms) as term
    from {{ ref('int_comparative') }}
),

linked as (
    select
        fact,
        fact_key,
        document_key,
        term.amount_key,
        sum(term.sign) as sign
    from terms
    group by fact, fact_key, document_key, term.amount_key
)

select
    fact,
    fact_key,
    document_key,
    amount_key,
    cast(null as varchar) as prose_figure_key,
    cast(sign as integer) as sign
from linked
where sign <> 0
union all
select
    'fact_operating_cost' as fact,
    operating_cost_line_key as fact_key,
    document_key,
    null as amount_key,
    prose_figure_key,
    1 as sign
from {{ ref('int_placed_operating_cost') }}
where prose_figure_key is not null
union all
select
    'fact_comparative' as fact,
    comparative_key as fact_key,
    document_key,
    null as amount_key,
    term.prose_figure_key,
    cast(term.sign as integer) as sign
from told
