"""The process that dbt runs in: the parsed project is loaded, not parsed again, and one command is invoked on it.

Belongs here: starting dbt with what `dbt_manifest` parsed. It is a process of its own, because dbt keeps its databases
open until it ends. Does not: arguments or what a result means (dbt).
Run as `python -m yusuan.warehouse.dbt_process PARSED_PROJECT dbt-arguments…`.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Invoke dbt with the arguments after the parsed project's file; the exit code is dbt's own."""
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    parsed, *arguments = sys.argv[1:]
    manifest: Manifest = Manifest.from_msgpack(Path(parsed).read_bytes(), decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    outcome = dbtRunner(manifest=manifest).invoke(arguments)
    if outcome.exception is not None:
        print(outcome.exception, flush=True)
        return 2
    return 0 if outcome.success else 1


if __name__ == "__main__":
    sys.exit(main())
