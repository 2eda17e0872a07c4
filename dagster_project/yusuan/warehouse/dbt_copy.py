"""A plugin of dbt-duckdb: a person's own dbt works on a copy of the last build, and never on the build itself.

Belongs here: making that copy before dbt connects, and making it anew when another build was published. The copy is a
world of its own: the documents that the last build worked out last, so that a changed model is seen in seconds.
Does not: running dbt for a build (dbt). Named in dbt/profiles.yml for the target `dev` alone.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT
from yusuan.warehouse.keys import take_back_keys

_OTHERS = "document_key NOT IN (SELECT document_key FROM raw.document)"


class Plugin(BasePlugin):
    """Copies the published build of `warehouse` (relative to the dbt project) into dbt's target, when it is another."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the copy; dbt ends with one line when nothing was published there yet."""
        try:
            copy_last_build((DBT_PROJECT / str(plugin_config["warehouse"])).resolve(), DBT_PROJECT / "target")
        except YusuanError as error:
            raise DbtRuntimeError(str(error)) from error


def copy_last_build(warehouse: Path, target: Path) -> bool:
    """Copy the published build's two files into a folder; False when the copy there is of that build already."""
    current = warehouse / "current"
    if not (current / "stages.duckdb").is_file():
        raise YusuanError("there is no build to work on", str(warehouse), "run `make build` first")
    name, known = current.resolve().name, target / "copied_build"
    if known.is_file() and known.read_text() == name and (target / "stages.duckdb").is_file():
        return False
    target.mkdir(exist_ok=True)
    known.unlink(missing_ok=True)
    for file in ("yusuan.duckdb", "stages.duckdb"):
        (target / f"{file}.wal").unlink(missing_ok=True)
        shutil.copyfile(current / file, target / file)
    with duckdb.connect(str(target / "yusuan.duckdb")) as connection:
        take_back_keys(connection)
    with duckdb.connect(str(target / "stages.duckdb")) as connection:
        connection.execute(f"DELETE FROM raw.manifest WHERE {_OTHERS}")
        connection.execute("DELETE FROM raw.refused")
    known.write_text(name)
    print(f"dbt works on a copy of build {name}")
    return True
