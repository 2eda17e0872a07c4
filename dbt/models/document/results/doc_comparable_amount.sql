-- What another document may print too. Grain: one printed amount.
select * from {{ ref('int_comparable_figure') }}
