{{ config(materialized='table') }}
-- Read from the tests of the marts, so that a key is said in one place.
{{ relations_of_marts() }}
