"""One build of the warehouse, from the manifest to the rename that publishes it, and what reads the published one.

    lock        one build of a home at a time
    build       a build's folder, its record, leftovers, how many are kept
    inputs      the fingerprint that tells whether there is anything new
    pairing     which files are one disclosure: its narrative and its tables
    dbt         dbt as a subprocess: arguments, environment, what it reports
    dbt_manifest  the parsed dbt project that Dagster's definitions need
    dbt_copy, dbt_trial  a person's own dbt, on a copy of the last build
    gate        what must hold before a build may be published
    publish     checkpoint, Parquet export, the one rename
    changes, summary  what a build holds, and what changed since the last one
    query       read-only queries on the published warehouse

Does not belong here: SQL that decides anything (dbt), asset definitions (orchestration).
"""
