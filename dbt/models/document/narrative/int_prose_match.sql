-- One row per amount of the prose that tables print too: the table amount that speaks for it, and the verdict.
with carried as (
    {{ carried_over(ref('int_amount')) }}
),

-- Whether a figure and what a table prints are apart by what is carried over: one of them counts that, whatever it is called.
amounts as (
    select
        *,
        1000 * abs(residual_yuan) <= abs(prose_yuan) as is_near,
        exists(
            select 1 from carried
            where
                carried.document_key = amounts.document_key
                and abs(abs(amounts.residual_yuan) - carried.carried_yuan) <= amounts.digit_yuan
        ) as is_carried_over
    from {{ ref('int_prose_amount') }} as amounts
),

compared as (
    select
        amounts.*,
        prose.fund_is_said,
        min({{ verdict_order('amounts.verdict') }}) over one_figure as best,
        min(amounts.table_yuan) over one_figure <> max(amounts.table_yuan) over one_figure as has_rivals,
        min(amounts.table_yuan) filter (where amounts.is_of_fund) over one_figure
        <> max(amounts.table_yuan) filter (where amounts.is_of_fund) over one_figure as has_rivals_of_fund,
        -- Of several amounts the one that is all but the figure is meant: no other comes so near by chance.
        min(amounts.table_yuan) filter (where amounts.is_near) over one_figure
        = max(amounts.table_yuan) filter (where amounts.is_near) over one_figure as has_one_near
    from amounts
    inner join {{ ref('int_prose_figure') }} as prose on amounts.prose_figure_key = prose.prose_figure_key
    window one_figure as (partition by amounts.prose_figure_key)
),

-- The narrative that prints one subject several times gives its parts: none of them need be the table's. Of anything else it does
-- where none of them is.
repeated as (
    select prose_figure_key
    from (
        select
            prose.prose_figure_key,
            min(prose.amount_yuan) over one_meaning <> max(prose.amount_yuan) over one_meaning as has_parts,
            prose.concept = 'subject' or not coalesce(bool_or(compared.best < {{ verdict_order("'break'") }}) over one_meaning, false)
                as none_is_whole
        from {{ ref('int_prose_figure') }} as prose
        left join compared on prose.prose_figure_key = compared.prose_figure_key
        where prose.relation = 'amount'
        window one_meaning as (
            partition by
                prose.document_key, prose.heading, prose.concept, prose.fund, prose.subject_code, prose.classification,
                prose.amount_fiscal_year, prose.amount_stage
        )
    ) as counted
    where has_parts and none_is_whole
    group by prose_figure_key
)

select
    compared.prose_figure_key,
    compared.document_key,
    compared.amount_key,
    compared.prose_yuan,
    compared.table_yuan,
    compared.residual_yuan,
    compared.digit_yuan as tolerance_yuan,
    case
        when compared.verdict <> 'break' then compared.verdict
        when repeated.prose_figure_key is not null or compared.is_carried_over then 'not_evaluable'
        when not compared.has_rivals then 'break'
        when compared.fund_is_said and compared.is_of_fund and not compared.has_rivals_of_fund then 'break'
        when compared.is_near and compared.has_one_near then 'break'
        else 'not_evaluable'
    end as verdict
from compared
left join repeated on compared.prose_figure_key = repeated.prose_figure_key
where {{ verdict_order('compared.verdict') }} = compared.best
qualify row_number() over (
    partition by compared.prose_figure_key
    order by
        case when compared.is_near and compared.has_one_near then 0 else 1 end,
        case when compared.is_of_fund then 0 else 1 end,
        compared.amount_key
) = 1
