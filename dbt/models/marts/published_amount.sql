{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_moved() }}") }}
select * exclude (yuan_per_unit, half_unit_yuan) from {{ ref('doc_amount') }}
{{ moved_only() }}
