with sound as (
    {{ sound_rows('declared_term') }}
)

select sound.*
from sound
anti join (select part_key from {{ ref('stg_broken_promise') }} where part = 'identity') as broken
    on sound.table_key || ':' || sound.declared_number = broken.part_key
where sound.table_key is not null and sound.declared_number is not null
