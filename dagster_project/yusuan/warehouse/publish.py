"""Publishing: keys, checkpoint, and the one rename that makes a build the one people read.

Belongs here: what happens to a build whose marts are made, and then to one that passed the gate. A reader that has the
old database open keeps it; a kill at any moment leaves the link where it was, or on the whole new build.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.build import Build, drop_old
from yusuan.warehouse.keys import declare_keys


def settle(build: Build) -> None:
    """Declare the keys of the build's database and checkpoint it; from here on it is only read."""
    with duckdb.connect(str(build.database)) as connection:
        declare_keys(connection)
        connection.execute("CHECKPOINT")


def row_counts(build: Build) -> dict[str, int]:
    """How many rows each table of `main` has."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        counted = {
            table: connection.execute(f'SELECT count(*) FROM main."{table}"').fetchone()
            for table in main_tables(connection)
        }
    return {table: row[0] if row else 0 for table, row in counted.items()}


def main_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of schema `main`, which is what the contract speaks of."""
    found = connection.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = 'main' AND table_type = 'BASE TABLE' ORDER BY ALL"
    ).fetchall()
    return [name for (name,) in found]


def publish(build: Build) -> None:
    """Make a settled build the published one, and drop the oldest builds."""
    leftovers = [path.name for path in build.folder.glob("yusuan.duckdb.*")]
    if leftovers:
        raise YusuanError("the build's database was not closed", f"{build.folder}: {', '.join(leftovers)}")
    build.note(complete=True)
    show(build)
    drop_old(build.home)


def show(build: Build) -> None:
    """Make a complete build the one that people read."""
    point(build.home.current, Path("builds") / build.build_id)
    point(build.home.database, Path("current") / "yusuan.duckdb")


def point(link: Path, target: Path) -> None:
    """Make `link` a symbolic link to `target` (relative to its folder), by one rename."""
    if link.is_symlink() and link.readlink() == target:
        return
    if link.exists() and not link.is_symlink():
        raise YusuanError("this must be a symbolic link, and is not", str(link), "move it away")
    unfinished = link.with_name(f".{link.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.symlink_to(target)
    os.replace(unfinished, link)  # noqa: PTH105  the rename that publishes, by its own name


def require_published(home: Home) -> Path:
    """The published database; raises YusuanError when there is none yet."""
    if not home.database.exists():
        raise YusuanError("nothing was published here yet", str(home.warehouse), "run `yusuan build` first")
    return home.database
