"""Schedule and sensor: they ask for a run when a build could find something new, and only then."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from tests.support.world import World

from yusuan.alerting.settings import AlertSettings
from yusuan.cli import main
from yusuan.errors import YusuanError
from yusuan.orchestration import morning, sensors
from yusuan.orchestration.freshness import listing
from yusuan.orchestration.instance import open_instance
from yusuan.orchestration.morning import look_at, make_morning
from yusuan.orchestration.schedules import make_nightly
from yusuan.orchestration.sensors import make_documents_sensor
from yusuan.paths import Home
from yusuan.warehouse.build import published, write_json


def asks(world: World, **settings: Any) -> bool:
    """Whether a tick of the schedule asks for a run; else it says why not."""
    with open_instance(world.home) as instance:
        answer = make_nightly(world.resource(**settings))(dg.build_schedule_context(instance=instance))
    assert isinstance(answer, dg.RunRequest | dg.SkipReason)
    return isinstance(answer, dg.RunRequest)


def needing(world: World) -> list[str]:
    """What a person would be told in the morning."""
    return [each.what for each in look_at(world.resource(), AlertSettings())]


def sent(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first lines of what the morning's own run tells."""
    world.home.alerts.write_text('urls = ["json://127.0.0.1:1/"]', encoding="utf-8")
    told: list[str] = []
    monkeypatch.setattr(morning, "send", lambda _urls, _title, body: told.append(body.partition("\n")[0]))
    schedule = make_morning(world.resource())
    assert isinstance(schedule.job, dg.JobDefinition)
    with open_instance(world.home) as instance:
        assert schedule.job.execute_in_process(instance=instance).success
    return told


def noticed(world: World, cursor: str | None = None) -> tuple[bool, str | None, str | None]:
    """Whether a tick of the sensor asks for a run, the cursor it leaves, and why it does not ask."""
    with open_instance(world.home) as instance:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        answer = make_documents_sensor(world.resource())(context)
    if isinstance(answer, dg.SkipReason):
        return False, context.cursor, answer.skip_message
    assert isinstance(answer, dg.SensorResult)
    skipped = answer.skip_reason.skip_message if isinstance(answer.skip_reason, dg.SkipReason) else answer.skip_reason
    return bool(answer.run_requests), answer.cursor, skipped


def test_a_night_with_nothing_new_starts_no_run(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = world.document("a.pdf", name="甲局", amounts={"合计": "1.00"})
    assert asks(world), "nothing was built yet"
    world.build()
    assert not asks(world)
    assert needing(world) == []
    assert asks(world, code="other"), "the code is another"
    assert asks(world, version="other"), "the reader is another"

    # Other bytes under the same name, of the same length and with the same time of change.
    times = document.stat()
    world.document("a.pdf", name="乙局", amounts={"合计": "2.00"})
    os.utime(document, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert document.stat().st_size == times.st_size
    assert asks(world)
    [waiting] = needing(world)
    assert "was not made of the files" in waiting
    assert main(["check", "--home", str(world.home.root)]) == 3
    assert "was not made of the files" in capsys.readouterr().out
    assert main(["check", "--send", "--home", str(world.home.root)]) == 1
    assert "no channel is named" in capsys.readouterr().err
    assert sent(world, monkeypatch) == [waiting]
    world.build()
    assert not asks(world)

    refused = world.document("p.pdf", name="丙局", amounts={"合计": "1.00", "unpromised": "1.00"})
    with pytest.raises(YusuanError):
        world.build()
    assert asks(world), "the last run published nothing of it"
    refused.unlink()
    assert world.build()["outcome"] == "nothing_new"
    assert not asks(world)

    last = published(world.home)
    assert last is not None
    last.database.unlink()
    assert asks(world), "what was published is gone"


def test_the_sensor_waits_for_files_to_rest_and_asks_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert noticed(world) == (False, None, f"there are no documents in {world.home.documents}")
    document = world.document("sub/a.pdf", name="甲局")
    os.utime(document, (0, 0))  # a copy that keeps its time is new all the same
    assert noticed(world) == (False, None, "files are still arriving")
    os.utime(document, (4e9, 4e9))  # nor does a date to come make anybody wait for it
    with monkeypatch.context() as later:
        later.setattr(sensors.time, "time", lambda was=time.time: was() + 60)
        assert noticed(world)[0]
    monkeypatch.setattr(sensors, "SECONDS_AT_REST", 0.0)
    state = listing(world.home)[0]
    assert noticed(world) == (True, state, None)
    assert noticed(world, state) == (False, state, "nothing changed")
    document.rename(document.with_name("b.pdf"))
    asked, renamed, _ = noticed(world, state)
    assert asked
    assert renamed != state
    world.build()
    assert noticed(world, state) == (False, renamed, "the last run saw these files already")


def test_the_listing_survives_what_vanishes_and_passes_over_what_is_hidden(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = home.documents / "kept.pdf"
    strange = home.documents / os.fsdecode(b"\xd4\xa4\xcb\xe3.pdf")  # GBK
    for file in (kept, strange, home.documents / "sub" / "gone.pdf", home.documents / "folder" / "below" / "gone.pdf"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF-")
    before = listing(home)
    (home.documents / ".incoming").mkdir()
    (home.documents / ".incoming" / "0f").write_bytes(b"half a document")
    (home.documents / ".DS_Store").touch()
    assert listing(home) == before

    # Two names that are alike once their bytes are replaced are two.
    strange.rename(strange.with_name(os.fsdecode(b"\xd4\xa5\xcb\xe3.pdf")))
    assert listing(home)[0] != before[0]

    walk = os.walk

    def walk_and_remove(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for folder, folders, files in walk(top):
            if folder == str(home.documents):
                shutil.rmtree(home.documents / "folder")  # listed, and gone before it is opened
            if folder.endswith("sub"):
                (Path(folder) / "gone.pdf").unlink()
            yield folder, folders, files

    monkeypatch.setattr(os, "walk", walk_and_remove)
    state, latest = listing(home)
    monkeypatch.undo()
    assert state == listing(home)[0]
    assert latest > 0


def test_a_pinned_home_asks_for_no_run(world: World) -> None:
    world.document("a.pdf", name="甲局")
    write_json(
        world.home.pin, {"build_id": "20250301-000000-aaaaaa", "pinned_at": "2025-03-02T09:00:00+08:00", "why": ""}
    )
    said = "the warehouse is pinned to build 20250301-000000-aaaaaa since 2025-03-02T09:00:00+08:00"
    assert not asks(world)
    assert noticed(world) == (False, None, said)
    with pytest.raises(YusuanError, match="not built: the warehouse is pinned"):
        world.build()
    world.home.pin.unlink()
    assert asks(world)
