-- The figures that a finding holds against a publisher, with the place where each is printed: those that it names, of one that names
-- none all that its identities compare, and codes. Grain: one figure of a finding.
with findings as (
    select finding_key from {{ ref('int_finding') }} where kind = 'publisher_error'
),

named as (
    select
        amounts.finding_key,
        coalesce(amounts.amount_key, amounts.prose_figure_key) as figure_key
    from {{ ref('int_finding_amount') }} as amounts
    semi join findings on amounts.finding_key = findings.finding_key
),

terms as (
    select
        result_key,
        coalesce(amount_key, prose_figure_key) as figure_key
    from {{ ref('int_corpus_result_term') }}
    union all
    select
        result_key,
        coalesce(amount_key, prose_figure_key) as figure_key
    from {{ ref('doc_result_term') }}
),

compared as (
    select distinct
        links.finding_key,
        terms.figure_key
    from {{ ref('int_finding_result') }} as links
    semi join findings on links.finding_key = findings.finding_key
    anti join named on links.finding_key = named.finding_key
    inner join terms on links.result_key = terms.result_key
),

-- A code is no figure of money: it stands for itself.
codes as (
    select
        misprints.finding_key,
        misprints.finding_key as figure_key
    from {{ ref('doc_misprinted_code') }} as misprints
    semi join findings on misprints.finding_key = findings.finding_key
),

accused as (
    select * from named
    union all
    select * from compared
    union all
    select * from codes
),

figures as (
    select
        amount_key as figure_key,
        document_key,
        page_number,
        x0,
        top,
        x1,
        bottom,
        amount_text as figure_text,
        false as is_line
    from {{ ref('doc_amount') }}
    union all
    select
        prose_figure_key as figure_key,
        document_key,
        page_number,
        x0,
        top,
        x1,
        bottom,
        figure_text,
        true as is_line
    from {{ ref('doc_prose_figure') }}
    union all
    select
        finding_key as figure_key,
        document_key,
        page_number,
        x0,
        top,
        x1,
        bottom,
        row_code as figure_text,
        true as is_line
    from {{ ref('doc_misprinted_code') }}
)

select
    accused.finding_key,
    figures.*,
    -- Papers that were never pages of a PDF have no picture: what their file says is all that there is to see.
    documents.reader = 'pdf' as has_picture,
    builds.documents_folder,
    files.file_name,
    files.sha256,
    files.path_on_disk
from accused
inner join figures on accused.figure_key = figures.figure_key
inner join {{ ref('doc_document') }} as documents on figures.document_key = documents.document_key
left join {{ ref('stg_manifest') }} as files on figures.document_key = files.document_key
cross join {{ source('raw', 'build') }} as builds
-- A blank prints nothing that could be read, nor do codes of several columns stand in one place.
where figures.figure_text is not null and (figures.x0 is not null or documents.reader <> 'pdf')
