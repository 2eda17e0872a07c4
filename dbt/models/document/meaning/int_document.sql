-- One row per document with its status: rejected when it could not be read as a disclosure, quarantined when it cannot be placed.
with documents as (
    select * from {{ ref('stg_document') }}
),

money_tables as (
    select
        document_key,
        count(*) as money_table_count
    from {{ ref('int_table') }}
    where money_count > 0 and default_measure = 'money'
    group by document_key
),

judged as (
    select
        documents.*,
        list_filter([
            case when documents.publisher_name is null then 'publisher unknown' end,
            case when documents.fiscal_year is null then 'year unknown' end,
            case when documents.stage is null then 'stage unknown' end,
            -- A narrative whose tables stand in another file is no less read.
            case
                when coalesce(money_tables.money_table_count, 0) = 0 and not coalesce(documents.is_narrative, false)
                    then 'no money table could be read'
            end,
            case
                when documents.publisher_name is null or documents.fiscal_year is null or documents.stage is null
                    then 'no other file tells it by its figures: documents.csv may declare it'
            end
        ], lambda reason: reason is not null) as open_questions
    from documents
    left join money_tables on documents.document_key = money_tables.document_key
)

select
    * exclude (open_questions),
    case
        when reader_status = 'rejected' then 'rejected'
        when len(open_questions) > 0 then 'quarantined'
        else 'loaded'
    end as status,
    case
        when reader_status = 'rejected' then reader_status_reason
        when len(open_questions) > 0 then array_to_string(open_questions, '; ')
    end as status_reason
from judged
