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

{# What vouches for each line of a relation, by the weakest of the printed amounts that it is made of: key and quality. #}
{% macro quality_of_lines(lines, key) -%}
    select
        used.{{ key }},
        case
            when bool_or(amounts.is_corrected) then 'corrected'
            when bool_or(amounts.quality = 'disputed') then 'disputed'
            when bool_or(amounts.reading = 'repaired') then 'repaired'
            when bool_and(coalesce(amounts.quality, 'unverified') = 'verified') then 'verified'
            else 'unverified'
        end as quality
    from (
        select distinct
            {{ key }},
            unnest(list_transform(terms, lambda term: term.amount_key)) as amount_key
        from {{ lines }}
    ) as used
    left join {{ ref('int_usable_quality') }} as amounts on used.amount_key = amounts.amount_key
    group by used.{{ key }}
{%- endmacro %}

{#
    Lines of one kind of money on the body whose document prints them, with what vouches for them. No unit is told of whose money it is, so a
    department's lines, which hold its units', are left out where any unit of it has a document of that year and stage.
#}
{% macro placed_on_one_purse(lines, key) -%}
    with disclosures as (
        select * from {{ ref('int_disclosure') }} where superseded_by is null
    ),

    placed as (
        select
            lines.*,
            disclosures.department_key,
            case
                when coalesce(disclosures.level, 'unit') <> 'department' then disclosures.unit_key
                else {{ body_key("'department_remainder'", 'disclosures.department_key') }}
            end as unit_key
        from {{ lines }} as lines
        inner join disclosures on lines.document_key = disclosures.document_key
        where
            coalesce(disclosures.level, 'unit') <> 'department'
            or not exists (
                select 1
                from disclosures as units
                where
                    coalesce(units.level, 'unit') <> 'department' and units.department_key = disclosures.department_key
                    and units.fiscal_year = disclosures.fiscal_year and units.stage = disclosures.stage
            )
    ),

    judged as (
        {{ quality_of_lines('placed', key) }}
    )

    -- What words alone tell is made of no printed amount.
    select
        placed.*,
        coalesce(judged.quality, 'unverified') as quality
    from placed
    left join judged on placed.{{ key }} = judged.{{ key }}
{%- endmacro %}

{# Whether a year is one of those in which a row is valid: bounds that are empty are open. #}
{% macro valid_in(rows, year) -%}
    {{ year }} between coalesce({{ rows }}.valid_from_year, 0) and coalesce({{ rows }}.valid_to_year, 9999)
{%- endmacro %}

{# Whether a row of dim_subject is the one of a classification and code in a year. #}
{% macro is_subject_of(subjects, classification, code, year) -%}
    {{ subjects }}.classification = {{ classification }} and {{ subjects }}.code = {{ code }}
    and {{ valid_in(subjects, year) }}
{%- endmacro %}
