-- What another speaking document prints of the same money as the narrative tells: its table, its department's row, its own narrative.
with stated as (
    select * from {{ ref('int_prose_stated') }}
),

things as (
    select * from {{ ref('int_printed_money') }}
),

-- A code that was given to another subject since then is another thing.
names as (
    select
        document_key,
        code as subject_code,
        min({{ subject_name('name') }}) as name
    from {{ ref('doc_subject') }}
    where
        classification = 'functional'
        and document_key in (
            select stated.document_key from stated
            union
            select things.document_key from things
        )
    group by document_key, code
),

candidates as (
    select
        stated.prose_figure_key,
        things.document_key as other_document_key,
        things.preference,
        things.amount_key,
        cast(null as varchar) as other_prose_figure_key,
        things.amount_yuan as other_yuan,
        things.half_unit_yuan as other_half_unit_yuan
    from stated
    inner join things
        on
            stated.unit_key = things.stated_of_key
            and stated.stated_year = things.stated_year
            and stated.stated_stage = things.stated_stage
            and stated.concept = things.concept
            and stated.subject_code is not distinct from things.subject_code
            and (stated.fund = things.fund or things.fund = '*' or (
                stated.concept = 'subject' and things.fund = 'general_public_budget'
                and (stated.fund = 'fiscal_appropriation' or (stated.fund = '-' and stated.grown_to_key is null))
            ))
            and stated.document_key <> things.document_key
    union all
    select
        stated.prose_figure_key,
        others.document_key as other_document_key,
        3 as preference,
        cast(null as varchar) as amount_key,
        others.prose_figure_key as other_prose_figure_key,
        others.stated_yuan as other_yuan,
        others.half_unit_yuan as other_half_unit_yuan
    from stated
    inner join stated as others
        on
            stated.unit_key = others.unit_key
            and stated.stated_year = others.stated_year
            and stated.stated_stage = others.stated_stage
            and stated.concept = others.concept
            and stated.subject_code is not distinct from others.subject_code
            and (stated.fund = others.fund or '-' in (stated.fund, others.fund))
            and stated.document_key <> others.document_key
    where stated.grown_to_key is not null and others.grown_to_key is null
)

select candidates.*
from candidates
inner join stated on candidates.prose_figure_key = stated.prose_figure_key
left join names on stated.document_key = names.document_key and stated.subject_code = names.subject_code
left join names as other_names
    on candidates.other_document_key = other_names.document_key and stated.subject_code = other_names.subject_code
where coalesce(names.name = other_names.name, true)
qualify row_number() over (
    partition by candidates.prose_figure_key, candidates.other_document_key
    order by candidates.preference, candidates.amount_key, candidates.other_prose_figure_key
) = 1
