-- Every fact row is the sum of the figures that it is linked to, and is linked to some.
{% set facts = {
    'fact_expenditure': 'expenditure_key', 'fact_basic_expenditure': 'basic_expenditure_key', 'fact_revenue': 'revenue_key',
    'fact_three_public': 'three_public_key', 'fact_unit_expenditure': 'unit_expenditure_key',
    'fact_project': 'project_line_key', 'fact_procurement': 'procurement_line_key',
    'fact_economic_expenditure': 'economic_line_key', 'fact_operating_cost': 'operating_cost_line_key',
    'fact_comparative': 'comparative_key',
} %}
with facts as (
    {% for fact, key in facts.items() %}
    select '{{ fact }}' as fact, {{ key }} as fact_key, amount_yuan from {{ ref(fact) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

linked as (
    select
        links.fact,
        links.fact_key,
        sum(links.sign * coalesce(
            amounts.corrected_amount_yuan, amounts.repaired_amount_yuan, amounts.amount_yuan, told.amount_yuan
        )) as amount_yuan
    from {{ ref('fact_amount_link') }} as links
    left join {{ ref('published_amount') }} as amounts on links.amount_key = amounts.amount_key
    left join {{ ref('prose_figure') }} as told on links.prose_figure_key = told.prose_figure_key
    group by links.fact, links.fact_key
)

select
    facts.*,
    linked.amount_yuan as linked_yuan
from facts
left join linked on facts.fact = linked.fact and facts.fact_key = linked.fact_key
where linked.amount_yuan is distinct from facts.amount_yuan and (facts.amount_yuan <> 0 or linked.amount_yuan <> 0)
