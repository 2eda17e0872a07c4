"""The Great Expectations suites of `expectations/`, run over the private build.

    suites     the suites as data: read, checked, one expectation per rule of the catalogue
    results    what a run found, as plain data
    suite_run  the only module that imports great_expectations (seven seconds), over pandas frames
    docs       the Data Docs: pages that show their tables without a network

dbt tests own keys, contracts and relations; here stand the identities and the promises of the build.
Does not belong here: SQL that computes an identity (dbt), what a result does to publishing (warehouse.gate).
"""
