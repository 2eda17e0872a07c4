with findings as (
    select * from {{ ref('int_finding') }}
),

-- What the pictures of pages show of the figures that a finding holds against a publisher.
witnessed as (
    select
        accused.finding_key,
        -- What a program draws in a font of its own, since the file holds none, is no picture of the page.
        bool_or(accused.has_picture and sightings.sight is distinct from 'stand_in') as has_picture,
        bool_and(not accused.has_picture or sightings.sight in ('same', 'stand_in')) as is_seen,
        arg_min(accused.figure_text, (accused.top, accused.x0)) filter (where sightings.sight = 'other') as contradicted_text,
        arg_min(sightings.seen_text, (accused.top, accused.x0)) filter (where sightings.sight = 'other') as seen_text,
        min(sightings.unread_because) as unread_because
    from {{ ref('int_accused_figure') }} as accused
    left join {{ ref('int_picture_check') }} as sightings on accused.figure_key = sightings.figure_key
    group by accused.finding_key
),

largest as (
    select
        document_key,
        max(amount_yuan) as amount_yuan
    from {{ ref('doc_amount') }}
    where measure = 'money'
    group by document_key
),

-- Nobody is accused of what the picture of the page does not show.
judged as (
    select
        findings.* replace (
            case
                when findings.kind <> 'publisher_error' or coalesce(witnessed.is_seen, false) then findings.kind
                when witnessed.contradicted_text is not null then 'reading_error'
                else 'undetermined'
            end as kind,
            findings.summary
            || case
                when findings.kind <> 'publisher_error' or coalesce(witnessed.is_seen, false) then ''
                when witnessed.contradicted_text is not null
                    then
                        format(
                            ' The picture of the page shows {} where its text says {}: the text of the file is in doubt, no publisher.',
                            witnessed.seen_text, witnessed.contradicted_text
                        )
                else coalesce(
                    format(' Its figures could not be seen again on the pictures of their pages: {}.', witnessed.unread_because),
                    ' Its figures could not be seen again on the pictures of their pages.'
                )
            end as summary,
            findings.summary_zh
            || case
                when findings.kind <> 'publisher_error' or coalesce(witnessed.is_seen, false) then ''
                when witnessed.contradicted_text is not null
                    then
                        format(
                            '页面图像显示 {}，而文件文本为 {}：存疑的是文件文本，而非公布方。',
                            witnessed.seen_text, witnessed.contradicted_text
                        )
                else '未能在页面图像上复核这些数字。'
            end as summary_zh
        ),
        case
            when findings.kind <> 'publisher_error' then null
            when witnessed.is_seen then case when witnessed.has_picture then 'picture' else 'text' end
        end as witness
    from findings
    left join witnessed on findings.finding_key = witnessed.finding_key
)

select
    judged.finding_key,
    judged.document_key,
    judged.page_number,
    judged.kind,
    judged.summary,
    judged.summary_zh,
    judged.pattern,
    judged.severity_yuan,
    judged.severity_points,
    cast(judged.severity_yuan / nullif(largest.amount_yuan, 0) as decimal(12, 8)) as severity_share,
    judged.printed_yuan,
    judged.expected_yuan,
    judged.witness,
    -- One slip that several identities meet apart from one another is off by the same amount in each.
    min(judged.finding_key) over (
        partition by judged.document_key, judged.kind, coalesce(judged.severity_yuan::varchar, judged.finding_key)
    ) as cause_group,
    coalesce(disclosures.superseded_by, disclosures.duplicate_of) is not null as is_superseded,
    judged.spans_documents
from judged
left join largest on judged.document_key = largest.document_key
left join {{ ref('int_disclosure') }} as disclosures on judged.document_key = disclosures.document_key
