{# The group of natures within which two tables can be compared when one splits basic expenditure and the other does not. #}
{% macro nature_group(nature) -%}
    case when {{ nature }} in ('personnel', 'operating', 'basic') then 'basic' else {{ nature }} end
{%- endmacro %}

{# The group of funds within which a department and its units can be compared: what is not of the three budgets is one group. #}
{% macro fund_group(fund) -%}
    case when {{ fund }} in ('special_fiscal_account', 'unit_funds', 'other_funds') then 'other_funds' else {{ fund }} end
{%- endmacro %}
