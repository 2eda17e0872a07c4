"""The parsed dbt project (`dbt/target/manifest.json`), made when it is missing, or other sources or tools made it.

Belongs here: keeping that one file current, so that Dagster's definitions load from a clean clone. Run as a program it
parses the project and says so: that is the `dbt parse` of `make test`, and what `make setup` leaves to a build.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT
from yusuan.warehouse.dbt import environment, run
from yusuan.warehouse.inputs import digest_of, tools

PARSED = "partial_parse.msgpack"  # the parsed project as dbt itself loads it
_MANIFEST, _SOURCES = "manifest.json", "manifest.sources"


def ensure_manifest(dbt_project: Path = DBT_PROJECT) -> Path:
    """The manifest of the project as it is now; parses the project (some seconds) when its sources or dbt changed."""
    target = parsed_folder(dbt_project)
    target.mkdir(parents=True, exist_ok=True)
    made = [target / name for name in (_MANIFEST, PARSED)]
    manifest, stamp = made[0], target / _SOURCES
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources = f"{digest_of(dbt_project)} {tools()}"
        if all(file.is_file() for file in (*made, stamp)) and stamp.read_text() == sources:
            return manifest
        with tempfile.TemporaryDirectory(dir=target) as private:
            _parse(dbt_project, Path(private))
            stamp.unlink(missing_ok=True)
            for file in made:
                shutil.move(Path(private) / file.name, file)
        stamp.write_text(sources)
    return manifest


def parsed_folder(dbt_project: Path) -> Path:
    """The project's own `target`; of one that another user installed, a folder of this user's cache."""
    own = dbt_project / "target"
    if os.access(own if own.exists() else dbt_project, os.W_OK):
        return own
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "yusuan" / hashlib.sha256(str(dbt_project).encode()).hexdigest()[:12]


def copy_parsed(dbt_project: Path, copy: Path) -> None:
    """Give a copy of a project what is parsed of it, so that the copy is not parsed again while it is the same."""
    made = ensure_manifest(dbt_project).parent
    (copy / "target").mkdir(exist_ok=True)
    for name in (_MANIFEST, PARSED, _SOURCES):
        shutil.copyfile(made / name, copy / "target" / name)


def parsed_project(dbt_project: Path = DBT_PROJECT) -> Path:
    """The file of the parsed project that dbt itself loads, made where it is missing or older than the sources."""
    return ensure_manifest(dbt_project).with_name(PARSED)


def _parse(dbt_project: Path, target: Path) -> None:
    words: list[str] = []
    code = run(
        None,
        ["parse"],
        environment(dbt_project, target / "yusuan.duckdb", target / "stages.duckdb", target),
        dbt_project,
        target / "parse.log",
        words.append,
    )
    if code:
        raise YusuanError(f"dbt could not parse the project: {' '.join(words[-6:])[:600]}", str(dbt_project))


def main() -> int:
    """Parse afresh and print where the manifest lies."""
    (parsed_folder(DBT_PROJECT) / _SOURCES).unlink(missing_ok=True)
    try:
        print(f"dbt parse: {ensure_manifest()}")
    except YusuanError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
