{{ config(schema='staging') }}
-- depends_on: {{ source('raw', 'manifest') }}
select * from read_parquet('{{ var("manifest_path") }}')
