{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_moved() }}") }}
select * exclude (last_digit_yuan, lead) from {{ ref('doc_prose_figure') }}
{{ moved_only() }}
