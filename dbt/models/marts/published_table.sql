{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_moved() }}") }}
select * from {{ ref('doc_table') }}
{{ moved_only() }}
