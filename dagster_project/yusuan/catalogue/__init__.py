"""What the catalogue of rules means in numbers, defined once for all who reckon: reading, reconciliation and dbt.

    money_units    yuan in a printed unit, and half a unit of the last decimal (seed money_unit)
    verdict        what rounding explains, verdicts, what is trivial, what vouches

Pure functions over numbers and rows of seeds. What SQL computes by macros of the same meaning (dbt/macros/money.sql,
verdict.sql) is held equal by tests/catalogue. Does not belong here: finding the terms of identities (dbt's models;
reading where figures are not placed yet), what a break means (reconciliation).
"""
