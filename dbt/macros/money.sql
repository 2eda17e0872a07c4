{# Yuan in one printed unit, by the seed money_unit; NULL for a unit that is none of money. #}
{% macro unit_in_yuan(unit) -%}
    (select money_unit.yuan_per_unit from {{ ref('money_unit') }} as money_unit where money_unit.money_unit = {{ unit }})
{%- endmacro %}

{# All units of money as one alternative, the longest first: `亿元|…|元`. #}
{% macro money_units() -%}
    (select string_agg(money_unit, '|' order by length(money_unit) desc, money_unit) from {{ ref('money_unit') }})
{%- endmacro %}

{# The money unit that a header or a label states of its own figures: `预算金额(万元)/总额`; the innermost where several do. #}
{% macro stated_unit(text) -%}
    list_last(regexp_extract_all({{ text }}, '(?:[(]|单位:)(?:人民币)?(' || {{ money_units() }} || ')(?:[)]|$)', 1))
{%- endmacro %}

{# Half a unit of the last decimal, in yuan, as an exact decimal: no floating point comes near money. #}
{% macro half_unit(unit, decimals) -%}
    (
        select
            cast(money_unit.yuan_per_unit as decimal(12, 0))
            * {{ half_of_last_digit('greatest(coalesce(' ~ decimals ~ ', 0), money_unit.least_decimals)') }}
        from {{ ref('money_unit') }} as money_unit
        where money_unit.money_unit = {{ unit }}
    )
{%- endmacro %}

{# Half of the last of so many decimals, in printed units. #}
{% macro half_of_last_digit(decimals) -%}
    cast({{ last_digit(decimals) }} * 0.5::decimal(2, 1) as decimal(9, 8))
{%- endmacro %}

{#
    Half a unit of the last digit that a spreadsheet had room for, NULL where it showed all: of 936647884.33 its general format
    shows 936647884.3 in a narrow column, and never separators. A figure of fewer digits found room.
#}
{% macro half_unit_of_shortened(text, decimals, unit) -%}
    case
        when regexp_full_match(regexp_replace({{ text }}, '\s', '', 'g'), '-?\d{8,}([.]\d+)?')
            then cast({{ unit_in_yuan(unit) }} as decimal(12, 0)) * {{ half_of_last_digit(decimals) }}
    end
{%- endmacro %}
