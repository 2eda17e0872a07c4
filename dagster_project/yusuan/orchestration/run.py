"""A build as the command makes it: nothing, where nothing is new, else one execution of the job.

Belongs here: that decision, and what is begun beside the imports. Does not: Dagster, whose import alone takes longer
than a night with nothing new (execution), or printing the summary (cli).
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from yusuan.errors import YusuanError
from yusuan.warehouse import dbt_process
from yusuan.warehouse.dbt_manifest import ensure_manifest
from yusuan.warehouse.extracting import unchanged
from yusuan.warehouse.pinning import require_unpinned
from yusuan.warehouse.recipe import Recipe


def run_build(recipe: Recipe) -> dict[str, Any]:
    """Run the job on a home and return its outcome (see warehouse.build.write_outcome).

    With nothing new there is no run: Dagster's checks then stay as the last one left them.
    Raises YusuanError with one clear line when nothing was published.
    """
    require_unpinned(recipe.home)
    held = unchanged(recipe.home, recipe.reading, recipe.code_version)
    if held is not None:
        return {"outcome": "nothing_new", "read_count": 0, "known_count": held}
    dbt_process.warm()
    Thread(target=_parse, args=(Path(recipe.dbt_project),), name="dbt parse", daemon=True).start()
    from yusuan.orchestration.execution import execute

    return execute(recipe)


def _parse(dbt_project: Path) -> None:
    """Have the project parsed, in a process of its own, while Dagster is imported here.

    Who needs the manifest waits for it, and says so where it cannot be made (dbt_manifest).
    """
    with suppress(YusuanError, OSError):
        ensure_manifest(dbt_project)
