-- Every term of every identity of which all promises are kept.
select terms.*
from {{ ref('int_candidate_term') }} as terms
anti join {{ ref('int_broken_identity') }} as broken on terms.result_key = broken.result_key
