with sound as (
    {{ sound_documents('statement') }}
)

select sound.*
from sound
anti join (select part_key from {{ ref('stg_broken_promise') }} where part = 'figure') as broken on sound.statement_key = broken.part_key
where sound.statement_key is not null
