-- Subjects that a document prints. Grain: one code and name of a document, with how often it is printed.
select
    document_key,
    classification,
    code,
    nullif(printed_label, '') as name,
    count(*) as row_count
from {{ ref('int_row') }}
where row_entity = 'subject' and subject_level is not null and not is_repeat and row_role is null
group by document_key, classification, code, printed_label
