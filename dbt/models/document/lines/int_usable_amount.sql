-- One row per amount that a fact may use: money of the document's own year, read exactly or decided by a person, neither
-- repeated nor of which. Whether the document speaks for what it discloses, the corpus stage decides.
-- A column is part of a sum or of which as its figures prove, where they prove another structure than its header says.
with proved as (
    select
        table_key,
        unnest(column_numbers) as column_number,
        takes_in
    from {{ ref('int_column_structure') }}
),

proved_columns as (
    select
        table_key,
        column_number,
        case when bool_and(takes_in) then 'part' else 'of_which' end as sum_role
    from proved
    group by table_key, column_number
),

amounts as (
    select judged.* replace (coalesce(proved_columns.sum_role, judged.sum_role) as sum_role)
    from {{ ref('int_judged_amount') }} as judged
    left join proved_columns
        on judged.table_key = proved_columns.table_key and judged.column_number = proved_columns.column_number
),

documents as (
    select
        document_key,
        fiscal_year,
        stage
    from {{ ref('int_document') }}
    where status = 'loaded'
)

select
    amounts.* replace (coalesce(amounts.corrected_amount_yuan, amounts.amount_yuan) as amount_yuan),
    -- The stage of the amounts that the document is about; a final 三公 table prints its adjusted budget beside it.
    amounts.amount_stage = case documents.stage when 'final' then 'final' else 'original_budget' end as is_own_stage
from amounts
inner join documents
    on amounts.document_key = documents.document_key and amounts.amount_fiscal_year = documents.fiscal_year
where
    amounts.measure = 'money'
    and amounts.sum_role <> 'of_which'
    and not amounts.is_repeat
    and (amounts.reading in ('exact', 'repaired') or amounts.corrected_amount_yuan is not null)
    and coalesce(amounts.corrected_amount_yuan, amounts.amount_yuan) is not null
