{#
    What an identity says, defined once; yusuan.catalogue.verdict says the same in Python, and tests/catalogue compares them.
    A model brings conditions, this the order in which they speak: what could not be read, what is exact, what rounding
    explains, what need not hold, and what is left breaks.
#}
{% macro verdict(exact, within, unread='false', open='false') -%}
    case
        when {{ unread }} then 'not_evaluable'
        when {{ exact }} then 'exact'
        when {{ within }} then 'rounding'
        when {{ open }} then 'not_evaluable'
        else 'break'
    end
{%- endmacro %}

{# An equality is exact with a residual of 0; what may be at most something is exact below it too. #}
{% macro is_exact(residual, relation="'='") -%}
    ({{ residual }} = 0 or ({{ relation }} = '<=' and {{ residual }} < 0))
{%- endmacro %}

{# Whether rounding explains a residual. #}
{% macro is_within(residual, tolerance) -%}
    abs({{ residual }}) <= {{ tolerance }}
{%- endmacro %}

{# The verdict of an identity by its residual and tolerance. #}
{% macro verdict_of(residual, tolerance, relation="'='", unread='false', open='false') -%}
    {{ verdict(is_exact(residual, relation), is_within(residual, tolerance), unread, open) }}
{%- endmacro %}

{# What the terms of a sum leave open: half a unit of the last decimal of each that is not zero. An aggregate. #}
{% macro rounding_of_terms(half_unit, amount) -%}
    cast(coalesce(sum({{ half_unit }}) filter (where {{ amount }} <> 0), 0) as decimal(24, 4))
{%- endmacro %}

{#
    What one figure printed twice leaves open: a unit of the last decimal of the coarser table, and where it is printed the
    second time in parts (a table for each unit), what these leave open. An aggregate.
#}
{% macro rounding_of_twice(half_unit, amount) -%}
    greatest(cast(coalesce(2 * max({{ half_unit }}), 0) as decimal(24, 4)), {{ rounding_of_terms(half_unit, amount) }})
{%- endmacro %}

{# Whether all terms are printed, and zero. An aggregate. #}
{% macro all_zero(amount) -%}
    bool_and(coalesce({{ amount }}, 1) = 0)
{%- endmacro %}

{#
    Zeros vouch for nothing, nor does a parent with its only child in one table (or in one narrative) without a difference:
    the same number, printed because of the form. One figure printed in two places does, and what its meaning makes twice.
#}
{% macro is_trivial(all_zero, left_count, right_count, place_count, residual, same_figure='false') -%}
    (
        {{ all_zero }}
        or ({{ left_count }} = 1 and {{ right_count }} = 1 and {{ place_count }} = 1 and not {{ same_figure }} and {{ residual }} = 0)
    )
{%- endmacro %}

{# Whether an identity vouches for its figures: an equality that holds and is not trivial. What is at most something bounds only. #}
{% macro vouches(verdict, trivial, relation) -%}
    ({{ verdict }} in ('exact', 'rounding') and not {{ trivial }} and {{ relation }} = '=')
{%- endmacro %}

{# The best verdict first. #}
{% macro verdict_order(verdict) -%}
    case {{ verdict }} when 'exact' then 0 when 'rounding' then 1 when 'not_evaluable' then 2 else 3 end
{%- endmacro %}
