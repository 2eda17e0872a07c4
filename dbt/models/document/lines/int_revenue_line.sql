-- Revenue of a document, by functional subject where it is printed so, by fund and as this year's or carried over; the lines add up to
-- the printed total.
select * exclude (fact, table_key) from {{ ref('int_fund_line') }} where fact = 'fact_revenue'
