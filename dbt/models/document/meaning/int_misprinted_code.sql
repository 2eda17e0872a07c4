-- Rows whose code contradicts their name: elsewhere in the paper that name has another code, one key away, which their own table does not
-- print and in the place of which they stand. It is sure to be the code that is wrong where two tables print the other one or the row does
-- not stand where its own would, and no other name has it. Grain: one printed row.
with subjects as (
    select
        document_key,
        table_key,
        block_number,
        row_number,
        page_number,
        row_code,
        row_label,
        code,
        coalesce(classification, 'functional') as classification,
        {{ subject_name('row_label') }} as name,
        row_number() over (partition by table_key order by block_number, row_number) as line_number,
        lead(code) over (partition by table_key order by block_number, row_number) as next_code
    from {{ ref('int_row_coded') }}
    where default_entity = 'subject' and not is_repeat and regexp_full_match(code, '\d{3,}')
),

-- A character of a name says little.
named as (
    select * from subjects where length(name) >= 2
),

elsewhere as (
    select
        mine.*,
        theirs.code as meant_code,
        theirs.table_key as other_table_key,
        theirs.page_number as other_page_number
    from named as mine
    inner join named as theirs
        on
            mine.document_key = theirs.document_key
            and mine.classification = theirs.classification
            and mine.name = theirs.name
            and mine.table_key <> theirs.table_key
            and mine.code <> theirs.code
    where
        -- One key, or the first digits of the class left out.
        damerau_levenshtein(mine.code, theirs.code) = 1
        or (length(mine.code) >= 5 and length(theirs.code) > length(mine.code) and suffix(theirs.code, mine.code))
),

alone as (
    select elsewhere.*
    from elsewhere
    anti join named as same_again
        on
            elsewhere.document_key = same_again.document_key
            and elsewhere.name = same_again.name
            and elsewhere.code = same_again.code
            and elsewhere.table_key <> same_again.table_key
    anti join subjects as in_place on elsewhere.table_key = in_place.table_key and elsewhere.meant_code = in_place.code
),

-- The class or section that stands open above the row.
placed as (
    select
        alone.*,
        (
            select arg_max(above.code, above.line_number)
            from subjects as above
            where
                above.table_key = alone.table_key
                and above.line_number < alone.line_number
                and length(above.code) = length(alone.meant_code) - 2
        ) as open_code
    from alone
),

fitting as (
    select
        *,
        -- It does not stand where its own code would.
        coalesce(open_code = left(meant_code, length(meant_code) - 2) and left(code, length(meant_code) - 2) <> open_code, false)
        or coalesce(length(next_code) > length(meant_code) and starts_with(next_code, meant_code), false) as is_out_of_place
    from placed
    where
        left(code, length(code) - 2) = left(meant_code, length(meant_code) - 2)
        or open_code = left(meant_code, length(meant_code) - 2)
        or (length(next_code) > length(meant_code) and starts_with(next_code, meant_code))
),

found as (
    select
        document_key,
        table_key,
        block_number,
        row_number,
        any_value(page_number) as page_number,
        any_value(row_code) as row_code,
        any_value(row_label) as row_label,
        any_value(name) as name,
        any_value(code) as code,
        min(meant_code) as meant_code,
        arg_min(other_table_key, (other_page_number, other_table_key)) as other_table_key,
        min(other_page_number) as other_page_number,
        bool_or(is_out_of_place) or count(distinct other_table_key) > 1 as is_proved
    from fitting
    group by document_key, table_key, block_number, row_number
    having count(distinct meant_code) = 1
),

judged as (
    select
        found.*,
        found.is_proved and not exists (
            select 1 from subjects as others
            where others.document_key = found.document_key and others.code = found.code and others.table_key <> found.table_key
        ) as is_sure
    from found
)

-- Of two tables that contradict each other the one that is not proved right speaks, else the latter.
select judged.* exclude (name, is_proved)
from judged
anti join judged as theirs
    on
        judged.document_key = theirs.document_key
        and judged.name = theirs.name
        and judged.code = theirs.meant_code
        and judged.meant_code = theirs.code
        and (theirs.is_proved, theirs.page_number, theirs.table_key) > (judged.is_proved, judged.page_number, judged.table_key)
