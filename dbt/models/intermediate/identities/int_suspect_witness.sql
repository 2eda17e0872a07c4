-- The narrative as a witness for readings: both sides of `this figure of the narrative is that cell`, in the columns of
-- int_suspect_term. It is no verdict, so it accuses nobody.
with witnesses as (
    select
        md5(concat_ws('|', prose_figure_key, amount_key))[1:16] as result_key,
        *
    from {{ ref('int_prose_witness') }}
),

prose as (
    select * from {{ ref('int_prose_figure') }}
),

sides as (
    select
        witnesses.result_key,
        'left' as side,
        prose.phrase as scope,
        prose.prose_figure_key as amount_key,
        prose.document_key,
        'narrative' as table_key,
        prose.page_number,
        prose.phrase as row_label,
        prose.heading as column_path,
        prose.figure_text as amount_text,
        'exact' as reading,
        cast(prose.amount_yuan as decimal(24, 2)) as amount_yuan,
        cast(prose.last_digit_yuan * 0.5::decimal(2, 1) as decimal(24, 8)) as half_unit_yuan,
        cast({{ unit_in_yuan('prose.unit') }} as decimal(24, 4)) as yuan_per_unit,
        prose.number_decimals as decimals,
        cast(null as double) as confidence
    from witnesses
    inner join prose on witnesses.prose_figure_key = prose.prose_figure_key
    union all by name
    select
        witnesses.result_key,
        'right' as side,
        prose.phrase as scope,
        amounts.amount_key,
        amounts.document_key,
        amounts.table_key,
        amounts.page_number,
        amounts.row_label,
        amounts.column_path,
        amounts.amount_text,
        amounts.reading,
        amounts.amount_yuan,
        amounts.half_unit_yuan,
        cast(amounts.yuan_per_unit as decimal(24, 4)) as yuan_per_unit,
        tables.decimals,
        amounts.confidence
    from witnesses
    inner join prose on witnesses.prose_figure_key = prose.prose_figure_key
    inner join {{ ref('int_amount') }} as amounts on witnesses.amount_key = amounts.amount_key
    inner join {{ ref('int_table') }} as tables on amounts.table_key = tables.table_key
)

select
    sides.*,
    'prose_amount' as rule_id,
    '=' as relation,
    true as same_figure,
    false as trivial,
    'not_evaluable' as verdict,
    1 as sign,
    false as is_ambiguous,
    {{ reading_source('documents.reader', 'sides.confidence') }} as source
from sides
inner join {{ ref('int_document') }} as documents on sides.document_key = documents.document_key
