-- One row per percentage of the prose with the pair of amounts that makes it best, and how what they make compares to it.
with prose as (
    select
        *,
        cast(abs(amount_yuan) * 10000 as hugeint) as units,
        cast(last_digit_yuan * 5000 as hugeint) as half_units
    from {{ ref('int_prose_figure') }}
),

-- In ten-thousandths of a yuan, so that rounding half up is exact. Growth is over this year's figure without its change.
pairs as (
    select
        pairs.*,
        numerators.units as numerator,
        numerators.half_units as numerator_half,
        denominators.units as current_units,
        denominators.units + coalesce(pairs.change_sign * numerators.units, 0) as denominator,
        denominators.half_units + case when pairs.change_sign is null then 0 else numerators.half_units end as denominator_half
    from {{ ref('int_prose_rate_pair') }} as pairs
    inner join prose as numerators on pairs.numerator_key = numerators.prose_figure_key
    inner join prose as denominators on pairs.denominator_key = denominators.prose_figure_key
),

scaled as (
    select
        pairs.*,
        prose.document_key,
        prose.heading,
        prose.number as printed_rate,
        cast(abs(prose.number) * cast(power(10, prose.number_decimals) as bigint) as hugeint) as printed_units,
        pairs.numerator * 100 * cast(power(10, prose.number_decimals) as bigint) as scaled_numerator,
        pairs.numerator_half * 100 * cast(power(10, prose.number_decimals) as bigint) as scaled_half,
        prose.number_decimals
    from pairs
    inner join prose on pairs.prose_figure_key = prose.prose_figure_key
    where pairs.denominator > 0
),

-- Cut instead of rounded, or within what the printed digits of the amounts leave open. A percentage in brackets without a
-- word of growth may be another one: of the figure of this year.
conditions as (
    select
        *,
        {{ half_up('scaled_numerator', 'denominator') }} = printed_units as is_rounded,
        scaled_numerator // denominator = printed_units as is_cut,
        case
            when denominator > denominator_half
                then
                    printed_units between greatest(scaled_numerator - scaled_half, 0) // (denominator + denominator_half)
                    and {{ half_up('(scaled_numerator + scaled_half)', '(denominator - denominator_half)') }}
            else false
        end as is_within_digits,
        is_bare
        and {{ half_up('scaled_numerator', 'greatest(current_units, 1)') }} = printed_units as is_of_this_year
    from scaled
),

judged as (
    select
        *,
        cast({{ half_up('scaled_numerator', 'denominator') }} as decimal(24, 4)) * {{ last_digit('number_decimals') }} as rounded_rate,
        {{ last_digit('number_decimals') }} as last_digit,
        {{ verdict('is_rounded', 'is_cut or is_within_digits', open='is_of_this_year') }} as verdict
    from conditions
),

shares as (
    select
        prose_figure_key,
        denominator_key,
        -- Shares of what the parts beside them add up to say nothing against a whole that leaves more in, such as what is carried over.
        count(*) over parts > 1
        and bool_and(2 * abs(printed_units * part_sum - scaled_numerator) <= part_sum) over parts as is_of_parts
    from (
        select
            *,
            sum(numerator) over (partition by document_key, heading, denominator_key) as part_sum
        from judged
        where rule_id = 'prose_share'
    )
    window parts as (partition by document_key, heading, denominator_key)
),

-- The shares of a list are of what the list is of, where one of them holds of it.
listed as (
    select
        judged.*,
        coalesce(shares.is_of_parts, false) as is_of_parts,
        judged.heads_list
        and count(*) filter (where judged.verdict in ('exact', 'rounding') and judged.numerator > 0 and judged.heads_list)
            over (partition by judged.denominator_key) > 0
            as is_meant
    from judged
    left join shares on judged.prose_figure_key = shares.prose_figure_key and judged.denominator_key = shares.denominator_key
)

select
    rule_id,
    document_key,
    prose_figure_key,
    numerator_key,
    denominator_key,
    cast(printed_rate as decimal(24, 4)) as printed_rate,
    cast(rounded_rate as decimal(24, 4)) as computed_rate,
    -- Cut digits and what the amounts leave open are rounding; else the half unit that rounding itself makes.
    cast(
        case
            when verdict = 'rounding' then greatest(abs(printed_rate - rounded_rate), last_digit * 0.5::decimal(2, 1)) else
                last_digit * 0.5::decimal(2, 1)
        end as decimal(24, 4)
    ) as tolerance,
    numerator = 0 as is_zero,
    case
        when verdict = 'break' and is_of_parts then 'not_evaluable'
        when verdict = 'break' and not is_meant and count(distinct denominator) over (partition by prose_figure_key) > 1
            then 'not_evaluable'
        else verdict
    end as verdict
from listed
qualify row_number() over (
    partition by prose_figure_key
    order by {{ verdict_order('listed.verdict') }}, is_meant desc, denominator_key
) = 1
