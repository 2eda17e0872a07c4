select document.disclosure_key, document.document_key, kind.table_kind,
    case when kind.table_kind = 'revenue' then 'missing' else 'published' end as status
from {{ ref('dim_document') }} as document cross join {{ ref('table_kind') }} as kind where document.status = 'loaded'
