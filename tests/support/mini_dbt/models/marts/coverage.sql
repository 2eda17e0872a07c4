select document.disclosure_key, document.document_key, document.unit_key, document.fiscal_year, document.stage,
    kind.table_kind,
    case
        when kind.table_kind <> 'revenue' then 'published'
        when document.document_key = min(document.document_key) over () then 'not_published'
        else 'not_usual'
    end as status
from {{ ref('dim_document') }} as document cross join {{ ref('table_kind') }} as kind where document.status = 'loaded'
