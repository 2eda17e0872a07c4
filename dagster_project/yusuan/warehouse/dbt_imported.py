"""dbt as it is before it is told anything: what each of its processes would import and derive anew.

Belongs here: imports, and what dbt derives from its own classes once a process. Does not: anything of a project, for
the process that imports this is forked for each (dbt_process).
"""

import dbt.adapters.duckdb
import dbt.cli.main
import dbt.parser.manifest  # noqa: F401
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.contracts.project import Configuration, Project, ProjectFlags

import yusuan.warehouse.dbt_process  # noqa: F401

for contract in (Project, ProjectFlags, Configuration, DuckDBCredentials):
    contract.json_schema()  # kept by dbt
