select amount_key from {{ ref('published_amount') }} where row_label = 'poison'
