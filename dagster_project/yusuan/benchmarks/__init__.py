"""Benchmarks that make the project's claims measurable.

Belongs here: `faults`: what becomes of numbers that are changed or damaged on purpose, through the same dbt models as a
build; `nightly`: what a build costs with many documents held. Does not: how documents are read (corpus).

- damage: how a printed figure is changed, or what a bad reading leaves of it
- copies: raw sets of one document, copied many times with a trial's changes in each
- batch: one dbt run over the copies, and what it says of each
- faults: trials, their outcomes, and the shares
- nightly: time, memory and size of builds, by the command alone
"""
