"""dbt as it is before it is told anything: what each of its processes would import and derive anew.

Belongs here: imports, and what dbt derives from its own classes once a process. Does not: anything of a project, for
the process that imports this is forked for each (dbt_process).
"""

# ruff: noqa: F401  imported is all that they have to be

from yusuan.lasting import lasting

with lasting():
    import dbt.adapters.duckdb
    import dbt.cli.main
    import dbt.parser.manifest
    import dbt.task.build
    import ortools.sat.python.cp_model
    import pandas
    from dbt.adapters.duckdb.credentials import DuckDBCredentials
    from dbt.contracts.project import Configuration, Project, ProjectFlags

    import yusuan.warehouse.dbt_process

    for contract in (Project, ProjectFlags, Configuration, DuckDBCredentials):
        contract.json_schema()  # kept by dbt
