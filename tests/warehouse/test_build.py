"""A build's folder: what is kept, what is cleaned, what counts as new."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.store.corrections import CORRECTIONS
from yusuan.store.declarations import Declaration
from yusuan.store.discovery import FoundFile
from yusuan.store.manifest import MANIFEST, make_manifest
from yusuan.warehouse.build import Build, begin, clean_leftovers, complete_builds, drop_old, published
from yusuan.warehouse.inputs import digest_of, fingerprint
from yusuan.warehouse.publish import publish

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def complete(home: Home, build_id: str) -> Build:
    build = Build(home, build_id)
    build.folder.mkdir(parents=True)
    build.database.touch()
    publish(build)
    return build


def test_ids_are_shanghai_times_and_leftovers_go(home: Home) -> None:
    killed = begin(home, NOON)
    assert killed.build_id.startswith("20250301-200000-")
    good = complete(home, "20250302-000000-aaaaaa")
    assert published(home) == good
    begin(home, NOON)
    assert not killed.folder.exists()
    clean_leftovers(home)
    assert [path.name for path in home.builds.iterdir()] == [good.build_id]


def test_the_last_builds_are_kept_and_the_published_one_always(home: Home) -> None:
    ids = [f"2025030{day}-000000-aaaaaa" for day in range(1, 8)]
    for build_id in ids:
        complete(home, build_id)
    assert [build.build_id for build in complete_builds(home)] == ids[-5:]
    home.current.unlink()
    home.current.symlink_to(f"builds/{ids[2]}")  # a person went back
    drop_old(home, kept=2)
    assert [build.build_id for build in complete_builds(home)] == [ids[2], *ids[-2:]]


def test_a_full_disk_is_foreseen(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def free(count: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10**12, used=0, free=count))

    free(10**8)
    with pytest.raises(YusuanError, match=r"0\.1 GB are free, about 0\.3 GB are needed"):
        begin(home, NOON)
    assert not list(home.builds.iterdir())
    free(10**9)
    begin(home, NOON)
    last = complete(home, "20250302-000000-aaaaaa")
    with last.database.open("wb") as file:
        file.truncate(6 * 10**8)
    with pytest.raises(YusuanError, match=r"about 1\.2 GB"):
        begin(home, NOON)


def found(name: str, key: str, status: str = "found") -> FoundFile:
    return FoundFile(name, key, key * 4, 10, False, "pdf", status)  # type: ignore[arg-type]


def manifest(
    first_loaded: dict[str, datetime] | None = None, stage: str | None = None, holder: str = "s"
) -> pl.DataFrame:
    files = [found("a.pdf", "a" * 16), found("b.pdf", "b" * 16), found("c.pdf", "a" * 16, "same_bytes")]
    declared = {"a.pdf": Declaration("a.pdf", stage=stage)}
    return make_manifest(files, {"a" * 16: holder}, {"b" * 16: "it crashed"}, declared, first_loaded or {}, "v1", NOON)


def test_a_manifest_has_one_row_per_file() -> None:
    frame = manifest({"a" * 16: datetime(2024, 1, 1, tzinfo=UTC)}, "budget")
    assert dict(frame.schema) == dict(pl.Schema(MANIFEST))
    rows = {row["file_name"]: row for row in frame.iter_rows(named=True)}
    assert rows["a.pdf"]["set_name"] == "s"
    assert rows["a.pdf"]["declared_stage"] == "budget"
    assert rows["a.pdf"]["first_loaded_at"].year == 2024
    assert (rows["b.pdf"]["set_name"], rows["b.pdf"]["file_status"]) == (None, "unreadable")
    assert rows["b.pdf"]["file_status_reason"] == "it crashed"
    assert rows["c.pdf"]["file_status"] == "same_bytes"


def test_what_makes_a_build_new(tmp_path: Path) -> None:
    none = pl.DataFrame(schema=CORRECTIONS)
    same = fingerprint(manifest(), none, "code")
    assert fingerprint(manifest({"a" * 16: datetime(2024, 1, 1, tzinfo=UTC)}), none, "code") == same
    assert fingerprint(manifest(holder="batch-1"), none, "code") == same
    assert fingerprint(manifest(stage="final"), none, "code") != same
    assert fingerprint(manifest(), none, "other code") != same
    decided = pl.DataFrame([{"amount_key": "x"}], schema=CORRECTIONS, orient="row")
    assert fingerprint(manifest(), decided, "code") != same
    (tmp_path / "a.sql").write_text("select 1")
    first = digest_of(tmp_path)
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "manifest.json").write_text("{}")
    assert digest_of(tmp_path) == first
    (tmp_path / "a.sql").write_text("select 2")
    assert digest_of(tmp_path) != first
