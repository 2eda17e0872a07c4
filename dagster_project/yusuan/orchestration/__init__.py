"""The Dagster inventory: one module per kind of thing, each thin.

    definitions   the one function that builds `Definitions` and takes overrides
    resources     the home, and its build lock; the memory between steps
    documents     assets: files found → raw tables
    dask_reading  the same reading on a Dask cluster, where the operator names one
    dbt_models    assets: the dbt project, and its tests as asset checks
    checks        asset checks: the expectations
    publication   asset: the published warehouse
    asset_tables  rows as the UI shows them on an asset
    jobs, schedules, sensors
    freshness     whether a build could find anything new
    liveness      which unfinished runs are alive; the others are ended
    instance      where Dagster keeps its memory, and how
    run           a build as the command makes it: nothing, where nothing is new
    execution     one in-process execution of the job
    serve         the UI and the daemon, started and stopped together
    webserver     the gate before the UI

What a step *does* is in store, warehouse, quality and report; here it is only wired.
"""
