"""A build's folder: where its parts lie, its record, what killed builds left, and how many builds are kept.

Belongs here: the life of `warehouse/builds/ID` up to, but not including, the rename that publishes it (publish).
A folder whose record says `complete` may be published or have been; every other folder is a leftover.
"""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.store.files import whole_file

SHANGHAI = ZoneInfo("Asia/Shanghai")
BUILDS_KEPT = 5
_LEAST_ROOM = 300_000_000  # bytes: of a few papers


@dataclass(frozen=True)
class Build:
    """One build of a home; `build_id` begins with its time in Shanghai, so that builds sort by age."""

    home: Home
    build_id: str

    @property
    def folder(self) -> Path:
        """The build's own folder."""
        return self.home.builds / self.build_id

    @property
    def database(self) -> Path:
        """The DuckDB file that is published: marts, and the seeds that explain them."""
        return self.folder / "yusuan.duckdb"

    @property
    def stages(self) -> Path:
        """The DuckDB file of what leads to the marts: inputs, the last documents worked out, and the corpus stage."""
        return self.folder / "stages.duckdb"

    @property
    def holdings(self) -> Path:
        """Which results of the document stage the marts hold: document_key, input_key."""
        return self.folder / "holdings.parquet"

    @property
    def manifest(self) -> Path:
        """The files that this build read."""
        return self.folder / "manifest.parquet"

    @property
    def corrections(self) -> Path:
        """The corrections that a person decided, as this build read them."""
        return self.folder / "corrections.parquet"

    @property
    def worked(self) -> Path:
        """What the document stage came to: the results wanted (input_key → document_key), and what was refused."""
        return self.folder / "worked.json"

    @property
    def parquet(self) -> Path:
        """Every table of the warehouse as Parquet, large ones in parts."""
        return self.folder / "parquet"

    @property
    def reports(self) -> Path:
        """The pages people read."""
        return self.folder / "reports"

    @property
    def checks(self) -> Path:
        """The results of the expectations."""
        return self.folder / "checks.json"

    @property
    def notices(self) -> Path:
        """What a person should know of this build besides its data."""
        return self.folder / "notices.json"

    @property
    def timings(self) -> Path:
        """How long it took to read each document that was read for this build: document_key → [pages, seconds]."""
        return self.folder / "timings.json"

    @property
    def dbt_target(self) -> Path:
        """What dbt writes besides the database."""
        return self.folder / "dbt"

    @property
    def dbt_log(self) -> Path:
        """What dbt said."""
        return self.folder / "dbt.log"

    @property
    def record(self) -> dict[str, Any]:
        """What is recorded of the build so far."""
        return dict(read_json(self.folder / "build.json", {}))

    def note(self, **facts: Any) -> None:
        """Add facts to the build's record."""
        write_json(self.folder / "build.json", self.record | facts)


def begin(home: Home, now: datetime | None = None) -> Build:
    """Remove what killed builds left, and make the folder of a new one; raises YusuanError where there is no room."""
    clean_leftovers(home)
    _require_room(home)
    started = now or datetime.now(SHANGHAI)
    build = Build(home, f"{started.astimezone(SHANGHAI):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}")
    build.folder.mkdir(parents=True)
    build.note(build_id=build.build_id, started_at=started.isoformat(timespec="seconds"))
    return build


def _require_room(home: Home) -> None:
    """Twice what the last build took: a build holds its databases twice for a moment, and what is new comes on top."""
    last = published(home)
    large = [last.database, last.stages, *last.parquet.rglob("*.parquet")] if last else []
    taken = sum(path.stat().st_size for path in large if path.exists())
    home.builds.mkdir(parents=True, exist_ok=True)
    needed, free = max(_LEAST_ROOM, 2 * taken), shutil.disk_usage(home.builds).free
    if free < needed:
        raise YusuanError(
            f"there is no room for a build: {free / 1e9:.1f} GB are free, about {needed / 1e9:.1f} GB are needed",
            str(home.builds),
            "make room; what is published stays",
        )


def published(home: Home) -> Build | None:
    """The build that `current` points to, or None when nothing was published yet."""
    if not home.current.is_symlink() or not home.database.exists():
        return None
    return Build(home, home.current.resolve().name)


def complete_builds(home: Home) -> list[Build]:
    """The builds that passed the gate, oldest first."""
    if not home.builds.is_dir():
        return []
    builds = [Build(home, entry.name) for entry in sorted(home.builds.iterdir())]
    return [build for build in builds if build.record.get("complete")]


def clean_leftovers(home: Home) -> None:
    """Remove the folders of builds that were killed or stopped by the gate."""
    if not home.builds.is_dir():
        return
    keep = {build.build_id for build in complete_builds(home)}
    speaking = published(home)
    for entry in home.builds.iterdir():
        if entry.name not in keep and (speaking is None or entry.name != speaking.build_id):
            shutil.rmtree(entry)


def drop_old(home: Home, kept: int = BUILDS_KEPT) -> None:
    """Remove the oldest complete builds beyond `kept`, and the stages of all but the published one, which stays."""
    speaking = published(home)
    builds = complete_builds(home)
    others = [build for build in builds if speaking is None or build.build_id != speaking.build_id]
    for build in others:
        if build in builds[:-kept]:
            shutil.rmtree(build.folder)
        else:
            build.stages.unlink(missing_ok=True)


def read_json(path: Path, otherwise: Any) -> Any:
    """The content of a JSON file, or `otherwise` when it is not there."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else otherwise


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file by way of a temporary name, so that it is never half there."""
    with whole_file(path) as unfinished:
        unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def of_run(home: Home, run_id: str) -> Build | None:
    """The build that a run began, or None."""
    if home.builds.is_dir():
        for entry in sorted(home.builds.iterdir(), reverse=True):
            if Build(home, entry.name).record.get("run_id") == run_id:
                return Build(home, entry.name)
    return None


def abandon(build: Build) -> None:
    """Remove a build that is not needed."""
    shutil.rmtree(build.folder)


def write_outcome(build: Build, outcome: str, speaks: str) -> None:
    """Record what a run came to (`published` or `nothing_new`) and which build speaks now."""
    facts = build.record
    write_json(
        build.home.warehouse / "last_run.json",
        {
            "run_id": facts.get("run_id"),
            "outcome": outcome,
            "build_id": speaks,
            "read_count": facts.get("read_count", 0),
            "known_count": facts.get("known_count", 0),
        },
    )


def read_outcome(home: Home) -> dict[str, Any]:
    """What the last run that came to an end recorded."""
    return dict(read_json(home.warehouse / "last_run.json", {}))
