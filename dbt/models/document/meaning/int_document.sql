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
            case when coalesce(money_tables.money_table_count, 0) = 0 then 'no money table could be read' end
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
