{# Yuan in one printed unit; NULL for a unit that is none of money. #}
{% macro unit_in_yuan(unit) -%}
    case {{ unit }} when '元' then 1 when '千元' then 1000 when '万元' then 10000 when '百万元' then 1000000 when '亿元' then 100000000 end
{%- endmacro %}

{# The money unit that a header or a label states of its own figures: `预算金额(万元)/总额`; the innermost where several do. #}
{% macro stated_unit(text) -%}
    list_last(regexp_extract_all({{ text }}, '(?:[(]|单位:)(?:人民币)?(亿元|百万元|万元|千元|元)(?:[)]|$)', 1))
{%- endmacro %}

{# Half a unit of the last decimal, in yuan, as an exact decimal: no floating point comes near money. #}
{% macro half_unit(unit, decimals) -%}
    cast({{ unit_in_yuan(unit) }} as decimal(12, 0))
    * case greatest(coalesce({{ decimals }}, 0), case when {{ unit }} = '元' then 0 else 2 end)
        when 0 then 0.5::decimal(9, 8)
        when 1 then 0.05::decimal(9, 8)
        when 2 then 0.005::decimal(9, 8)
        when 3 then 0.0005::decimal(9, 8)
        when 4 then 0.00005::decimal(9, 8)
        when 5 then 0.000005::decimal(9, 8)
        else 0.0000005::decimal(9, 8)
    end
{%- endmacro %}
