-- Findings of documents, of identities between them, and of files of one disclosure that print different figures, as their figures have it:
-- the pictures of their pages were not asked yet. Grain: one finding.
with versions as (
    select
        *,
        count(*) over (partition by finding_key) as difference_count
    from {{ ref('int_version_difference') }}
    -- The largest difference speaks for all; mart version_difference has them.
    qualify row_number() over (partition by finding_key order by abs(difference_yuan) desc, amount_key) = 1
)

select
    *,
    false as spans_documents
from {{ ref('doc_finding') }}
union all by name
select
    finding_key,
    document_key,
    page_number,
    kind,
    summary,
    summary_zh,
    pattern,
    severity_yuan,
    severity_points,
    printed_yuan,
    expected_yuan,
    true as spans_documents
from {{ ref('int_corpus_fault') }}
where row_kind = 'row'
union all by name
select
    versions.finding_key,
    versions.document_key,
    versions.page_number,
    'notice' as kind,
    format(
        'Two files of one disclosure print {} figures differently, most of all {} · {}: {}{} (page {}), but {}{} in {} (page {}). '
        || 'Facts use this file; which is right is open.',
        versions.difference_count, versions.row_label, versions.column_path,
        versions.amount_text, coalesce(versions.printed_unit, ''), coalesce(versions.page_number::varchar, '-'),
        versions.other_amount_text, coalesce(versions.other_printed_unit, ''), files.file_name,
        coalesce(versions.other_page_number::varchar, '-')
    ) as summary,
    format(
        '同一公开事项的两份文件有 {} 个数字不同，相差最大者为“{} · {}”：本文件为 {}{}（第 {} 页），{} 为 {}{}（第 {} 页）。事实取自本文件，孰是孰非未定。',
        versions.difference_count, versions.row_label, versions.column_path,
        versions.amount_text, coalesce(versions.printed_unit, ''), coalesce(versions.page_number::varchar, '-'),
        files.file_name, versions.other_amount_text, coalesce(versions.other_printed_unit, ''),
        coalesce(versions.other_page_number::varchar, '-')
    ) as summary_zh,
    'versions_differ' as pattern,
    cast(abs(versions.difference_yuan) as decimal(24, 4)) as severity_yuan,
    true as spans_documents
from versions
inner join {{ ref('int_filed_document') }} as files on versions.other_document_key = files.document_key
