{{ sound_documents('statement') }}
    anti join (select statement_key from {{ ref('stg_broken_promise') }} where part = 'figure') as broken_figures
        on raw.statement_key = broken_figures.statement_key
