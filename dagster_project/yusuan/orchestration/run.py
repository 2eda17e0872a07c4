"""A build as the command makes it: nothing, where nothing is new, else one execution of the job.

Belongs here: that decision, and what is begun beside the imports. Does not: Dagster, whose import alone takes longer
than a night with nothing new (execution), or printing the summary (cli).
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

from yusuan.errors import YusuanError
from yusuan.lasting import lasting
from yusuan.progress import say
from yusuan.store import pool
from yusuan.warehouse import dbt_process
from yusuan.warehouse.dbt_manifest import parsed_project
from yusuan.warehouse.extracting import news
from yusuan.warehouse.pinning import require_unpinned
from yusuan.warehouse.recipe import DASK, Recipe


def run_build(recipe: Recipe) -> dict[str, Any]:
    """Run the job on a home and return its outcome (see warehouse.build.write_outcome).

    With nothing new there is no run: Dagster's checks then stay as the last one left them.
    Raises YusuanError with one clear line when nothing was published.
    """
    home, reading, code = recipe.home, recipe.reading, recipe.code_version
    require_unpinned(home)
    found = news(home, reading, code)
    if found.held is not None:
        return {"outcome": "nothing_new", "read_count": 0, "known_count": found.held}
    say(f"starting: {found.unread} document{'' if found.unread == 1 else 's'} to read")  # the imports take seconds
    if not os.environ.get(DASK):
        pool.get_ready(found.unread, reading.settings(home.extracted))
    dbt_process.warm()
    Thread(target=_parse, args=(Path(recipe.dbt_project),), name="dbt parse", daemon=True).start()
    with lasting():
        from yusuan.orchestration.execution import execute

    return execute(replace(recipe, version=reading.version, code=code))


def _parse(dbt_project: Path) -> None:
    """Have the project parsed, and loaded by dbt, in processes of their own, while Dagster is imported here.

    Who needs the manifest waits for it, and says so where it cannot be made (dbt_manifest).
    """
    with suppress(YusuanError, OSError):
        dbt_process.get_ready(parsed_project(dbt_project))
