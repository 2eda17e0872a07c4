{# The group of natures within which two tables can be compared when one splits basic expenditure and the other does not. #}
{% macro nature_group(nature) -%}
    case when {{ nature }} in ('personnel', 'operating', 'basic') then 'basic' else {{ nature }} end
{%- endmacro %}

{# The group of funds within which a department and its units can be compared: what is not of the three budgets is one group. #}
{% macro fund_group(fund) -%}
    case when {{ fund }} in ('special_fiscal_account', 'unit_funds', 'other_funds') then 'other_funds' else {{ fund }} end
{%- endmacro %}

{# The classification of which a line's code is, by its family of facts. #}
{% macro classification_of_fact(family, code) -%}
    case
        when {{ family }} <> 'basic' then 'functional'
        when {{ code }} like '5%' then 'government_economic'
        else 'economic'
    end
{%- endmacro %}

{# The printed amounts of a group as terms of a sum: a list of amount and sign, empty where none fits. #}
{% macro terms(condition, sign) -%}
    coalesce(list({'amount_key': amount_key, 'sign': {{ sign }}} order by amount_key) filter (where {{ condition }}), [])
{%- endmacro %}

{# Terms with their signs turned round. #}
{% macro minus_terms(terms) -%}
    list_transform({{ terms }}, lambda term: {'amount_key': term.amount_key, 'sign': -term.sign})
{%- endmacro %}

{# A printed amount that is a fact by itself: a list of one term. #}
{% macro own_term(amount_key) -%}
    [{'amount_key': {{ amount_key }}, 'sign': 1}]
{%- endmacro %}

{# Terms of which each amount is told once, by key; what is added and taken away again is none. #}
{% macro net_terms(terms) -%}
    list_filter(
        list_transform(
            list_sort(list_distinct(list_transform({{ terms }}, lambda term: term.amount_key))),
            lambda key: {
                'amount_key': key,
                'sign': cast(
                    list_sum(list_transform(list_filter({{ terms }}, lambda term: term.amount_key = key), lambda term: term.sign)) as integer
                )
            }
        ),
        lambda term: term.sign <> 0
    )
{%- endmacro %}
