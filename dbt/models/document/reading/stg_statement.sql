with sound as (
    {{ sound_documents('statement') }}
)

select sound.*
from sound
anti join {{ ref('stg_broken_promise') }} as broken on sound.statement_key = broken.statement_key
