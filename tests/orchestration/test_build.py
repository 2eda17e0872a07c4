"""The whole job, run as the command runs it, over toy documents and a stand-in dbt project."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
import yaml
from tests.support.world import World

from yusuan.errors import YusuanError
from yusuan.orchestration.asset_tables import table
from yusuan.orchestration.definitions import build_definitions
from yusuan.orchestration.instance import open_instance
from yusuan.orchestration.jobs import JOB_NAME
from yusuan.orchestration.resources import is_whole
from yusuan.paths import PROJECT
from yusuan.warehouse import corpus_stage, dbt, document_stage
from yusuan.warehouse.build import Build, complete_builds, published
from yusuan.warehouse.changes import changes_between
from yusuan.warehouse.query import run_query
from yusuan.warehouse.summary import summarise


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_nothing_to_a_published_warehouse_and_on(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    world.document("a.pdf", name="甲局")
    world.document("b.pdf", name="乙局", amounts={"合计": "3.00", "甲": "1.00", "乙": "2.50"})
    world.document("bad/raise.pdf", do="raise")
    world.document("bad/reject.pdf", do="reject")
    (world.home.documents / "bad" / "empty.pdf").touch()
    (world.home.documents / "copy.pdf").write_bytes((world.home.documents / "a.pdf").read_bytes())
    world.home.declarations.write_text("file,stage\ngone.pdf,budget\na.pdf,plan\n", encoding="utf-8")

    outcome = world.build()

    assert outcome["outcome"] == "published"
    first = published(world.home)
    assert first is not None
    assert world.home.current.readlink() == Path("builds") / first.build_id
    assert world.home.database.readlink() == Path("current/yusuan.duckdb")
    assert {path.stem for path in first.parquet.iterdir()} >= {"dim_document", "published_amount", "coverage"}
    held = summarise(first)
    assert held.loaded == 2
    reasons = {name: (status, reason) for name, status, reason in held.turned_away}
    assert reasons["bad/raise.pdf"] == ("rejected", "the reader failed: ValueError: this document is odd")
    assert reasons["bad/reject.pdf"] == ("rejected", "no disclosure")
    assert reasons["bad/empty.pdf"] == ("rejected", "the file is empty")
    assert held.same_bytes == [("copy.pdf", "the same bytes as a.pdf")]
    assert held.verdicts == {"exact": 1, "rounding": 0, "break": 1, "not_evaluable": 0}
    assert any("line 3" in notice for notice in held.notices)
    assert any("gone.pdf" in notice for notice in held.notices)
    progress = capfd.readouterr().err
    assert progress.splitlines()[0].endswith(" s] starting: 4 documents to read")
    for word in ("reading 4 documents", "dbt:", "expectations:", "published"):
        assert word in progress

    # Nothing new: the document that failed is not tried again, nothing is published, nothing is left behind.
    before = files_below(world.home.warehouse / "builds")
    outcome = world.build()
    assert (outcome["outcome"], outcome["read_count"], outcome["known_count"]) == ("nothing_new", 0, 3)
    assert files_below(world.home.warehouse / "builds") == before
    said = capfd.readouterr().err
    assert "1 not tried again" in said
    assert "reading" not in said

    # A reader that is in the middle of the old build keeps it, a new one sees the new build.
    with duckdb.connect(str(world.home.database.resolve()), read_only=True) as reader:
        (world.home.documents / "b.pdf").unlink()
        world.document("c.pdf", name="丙局")
        assert world.build()["read_count"] == 1
        assert reader.execute("SELECT count(*) FROM dim_document WHERE file_name = 'b.pdf'").fetchone() == (1,)
    _, rows = run_query(world.home, "SELECT file_name FROM dim_document WHERE status = 'loaded' ORDER BY 1")
    assert rows == [("a.pdf",), ("c.pdf",)]
    second = published(world.home)
    assert second is not None
    # Only documents that were made anew are compared; compared whole, the two builds differ by the same.
    changes = summarise(second, first).changes
    assert changes is not None
    assert changes == changes_between(first.database, second.database)
    assert [str(change) for change in changes.documents] == ["gone: b.pdf (was loaded)", "new: c.pdf (loaded)"]
    assert changes.counts == {
        "findings publisher_error": (1, 0),
        "identities break": (1, 0),
        "identities exact": (1, 2),
    }
    _, kept = run_query(world.home, "SELECT DISTINCT first_loaded_at::VARCHAR FROM dim_document")
    assert len(kept) == 2


def test_the_gate_keeps_the_last_good_build(world: World, tmp_path: Path) -> None:
    world.document("a.pdf", name="甲局")
    world.document("b.pdf", name="乙局")
    world.build()
    good = published(world.home)
    assert good is not None

    def fails(message: str, **settings: str) -> None:
        with pytest.raises(YusuanError, match=message) as caught:
            world.build(**settings)
        assert "\n" not in str(caught.value)
        assert published(world.home) == good
        assert good.database.is_file()

    unpromised = world.document("u.pdf", name="丁局", amounts={"合计": "1.00", "unpromised": "1.00"})
    fails(r"nothing_unpromised \(1 rows\) does not hold")
    unpromised.unlink()

    odd = Path(shutil.copytree(world.expectations, tmp_path / "odd"))
    suite = yaml.safe_load((odd / "reconciliation.yml").read_text(encoding="utf-8"))
    suite["expectations"][0]["expect"]["column"] = "no_such_column"
    (odd / "reconciliation.yml").write_text(yaml.safe_dump(suite), encoding="utf-8")
    fails("the expectation total raised: .*no_such_column", expectations=str(odd), code="odd")

    # The same files, a reader that turns one of them away: coverage is lost without a cause.
    forgetful = {"reader": "tests.support.toy:make_forgetful_reader", "version": "forgetful"}
    fails("coverage was lost without a cause: b.pdf was loaded, is now rejected", **forgetful)
    world.build(accept_lost="the paper is no budget", **forgetful)
    accepted = published(world.home)
    assert accepted is not None
    assert accepted.record["accepted_because"] == "the paper is no budget"
    assert [build.build_id for build in complete_builds(world.home)] == [good.build_id, accepted.build_id]


def test_a_part_of_a_build_is_refused_at_once(world: World) -> None:
    """What the UI asks for when a person picks assets and presses "Materialize"."""
    world.document("a.pdf", name="甲局")
    definitions = build_definitions(world.resource())
    job = definitions.resolve_job_def(JOB_NAME)
    keys = definitions.resolve_asset_graph().materializable_asset_keys
    for one in (
        dg.AssetKey(["marts", "finding"]),
        dg.AssetKey(["raw", "cell"]),
        dg.AssetKey(["document", "doc_amount"]),
    ):
        with pytest.raises(dg.DagsterInvalidSubsetError, match="select all"):
            job.get_subset(asset_selection={one})

    # What dbt makes, an end, the checks alone, and what failed before.
    check = next(iter(definitions.resolve_asset_graph().asset_check_keys))
    made = {key for key in keys if key.path[0] in {"seeds", "document", "corpus", "marts"}}
    parts: list[dict[str, Any]] = [{"asset_selection": made}]
    parts += [{"asset_selection": {dg.AssetKey(name)}} for name in ("documents", "published_warehouse")]
    with open_instance(world.home) as instance:
        for part in parts:
            asked = job.get_subset(**part)
            result = asked.execute_in_process(instance=instance, raise_on_error=False)
            said = str([event.event_specific_data for event in result.all_events if event.is_failure])
            assert "a build is made whole, and this run is asked for a part" in said
            assert "launch the job `build`" in said
        assert list(world.home.builds.iterdir()) == []
        whole = job.get_subset(asset_selection=keys).execute_in_process(instance=instance, raise_on_error=False)
        assert whole.success, "all of it, picked by hand, is a whole build"
    assert published(world.home) is not None
    run = dg.DagsterRun(JOB_NAME)
    assert is_whole(run)
    assert not is_whole(run._replace(asset_check_selection=frozenset({check})))
    assert not is_whole(run._replace(step_keys_to_execute=["dbt_models", "published_warehouse"]))


def shown(world: World, asset: str, name: str) -> list[list[object]]:
    """The rows of a table that the UI shows on an asset."""
    with open_instance(world.home) as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey.from_user_string(asset))
    assert event is not None
    assert event.asset_materialization is not None
    value = event.asset_materialization.metadata[name]
    assert isinstance(value, dg.TableMetadataValue)
    names = [column.name for column in value.schema.columns]
    return [[record.data[name] for name in names] for record in value.records]


def test_what_was_turned_away_and_set_aside_stands_on_the_assets(world: World) -> None:
    world.document("a.pdf", name="甲局")
    world.document("odd.pdf", name="丁局", amounts={"合计": "1.00", "odd": "1.00"})
    world.document("bad/raise.pdf", do="raise")
    world.document("bad/reject.pdf", do="reject")
    (world.home.documents / "empty.pdf").touch()
    (world.home.documents / "copy.pdf").write_bytes((world.home.documents / "a.pdf").read_bytes())
    world.build()
    assert shown(world, "documents", "turned_away") == [
        ["copy.pdf", "same_bytes", "the same bytes as a.pdf"],
        ["empty.pdf", "unreadable", "the file is empty"],
    ]
    raised = "the reader failed: ValueError: this document is odd"
    assert shown(world, "raw/manifest", "not_read") == [["bad/raise.pdf", raised]]
    assert shown(world, "published_warehouse", "turned_away") == [
        ["bad/raise.pdf", "rejected", raised],
        ["bad/reject.pdf", "rejected", "no disclosure"],
        ["empty.pdf", "rejected", "the file is empty"],
        ["odd.pdf", "quarantined", "no row is odd: row 2"],
    ]
    assert shown(world, "published_warehouse", "set_aside") == [["odd.pdf", "1", "document", "no row is odd", "row 2"]]


def test_a_table_of_many_rows_says_how_many_more_there_are() -> None:
    assert [record.data for record in table(("a", "b"), [(1, None), (2, "x"), (3, "y")], shown=2).records] == [
        {"a": "1", "b": ""},
        {"a": "2", "b": "x"},
        {"a": "… and 1 more", "b": ""},
    ]
    assert len(table(("a",), [(1,), (2,)], shown=2).records) == 2
    assert [column.name for column in table(("a", "b"), []).schema.columns] == ["a", "b"], "columns without rows"


def test_raw_sets_of_readers_that_no_kept_build_needs_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yusuan.warehouse.build.drop_old.__defaults__", (2,))
    world.document("a.pdf", name="甲局")
    for version in ("one", "two", "three"):
        world.build(version=version, code=version)
    held = sorted(entry.name for entry in world.home.extracted.iterdir() if not entry.name.startswith("."))
    assert held == ["three", "two"], "those of the published build and of the one before it"


def test_no_folder_drops_out_in_silence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.document("a.pdf", name="甲局")
    for number in range(2):
        world.document(f"市/{number}.pdf", name=f"市局{number}")
    world.build()
    good = published(world.home)
    folder = world.home.documents / "市"

    scandir = os.scandir

    def refuse(path: Path) -> Any:
        if path == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    said = r"市 held 2 documents that were loaded, but now the folder could not be opened, .*: Permission denied"
    with pytest.raises(YusuanError, match=f"coverage was lost without a cause: {said}.*--accept-lost"):
        world.build()
    monkeypatch.undo()
    monkeypatch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")
    assert published(world.home) == good
    assert world.build()["outcome"] == "nothing_new", "it can be read again"

    folder.rename(world.home.root / "unmounted")
    with pytest.raises(YusuanError, match="市 held 2 documents that were loaded, and is gone or empty now"):
        world.build()
    assert published(world.home) == good
    assert world.build(accept_lost="the bureau was dissolved")["outcome"] == "published"
    assert world.build()["outcome"] == "nothing_new", "what was accepted once is not asked again"


def test_no_paper_harms_another(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.document("a.pdf", name="甲局")
    world.build()
    world.document("b.pdf", name="乙局")
    world.document("c.pdf", name="丙局")
    world.document("odd.pdf", name="丁局", amounts={"合计": "1.00", "odd": "1.00"})
    world.document("poison.pdf", name="戊局", amounts={"合计": "1.00", "poison": "1.00"})
    world.document("unbearable.pdf", name="己局", amounts={"合计": "1.00", "unbearable": "1.00"})

    assert world.build()["outcome"] == "published"

    _, rows = run_query(world.home, "SELECT file_name, status, status_reason FROM dim_document ORDER BY 1")
    reasons = {name: (status, reason) for name, status, reason in rows}
    assert [name for name, (status, _) in reasons.items() if status == "loaded"] == ["a.pdf", "b.pdf", "c.pdf"]
    assert reasons["odd.pdf"] == ("quarantined", "no row is odd: row 2")
    assert "dbt carries it through no_poison" in reasons["poison.pdf"][1]
    assert "dbt carries it through doc_amount" in reasons["unbearable.pdf"][1]
    assert "an unbearable row" in reasons["unbearable.pdf"][1]
    _, rows = run_query(
        world.home, "SELECT DISTINCT file_name FROM published_amount JOIN dim_document USING (document_key)"
    )
    assert sorted(name for (name,) in rows) == ["a.pdf", "b.pdf", "c.pdf"]
    built = published(world.home)
    assert built is not None
    assert {name for name, *_ in summarise(built).set_aside} == {"odd.pdf", "poison.pdf", "unbearable.pdf"}

    # What dbt could not carry is not tried again before the rules change, and leaves no trace when it goes.
    assert world.build()["outcome"] == "nothing_new"
    assert "looking for the document" in capsys.readouterr().err
    world.document("d.pdf", name="庚局")
    world.build()
    assert "looking for the document" not in capsys.readouterr().err
    (world.home.documents / "d.pdf").unlink()
    for name in ("odd", "poison", "unbearable"):
        (world.home.documents / f"{name}.pdf").unlink()
    world.build()
    _, rows = run_query(world.home, "SELECT file_name FROM dim_document ORDER BY 1")
    assert [name for (name,) in rows] == ["a.pdf", "b.pdf", "c.pdf"]


def test_what_fails_by_chance_is_no_papers_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB was seen to: a paper that was new then was refused, and no later night tried it."""
    world.document("a.pdf", name="甲局")
    world.build()
    world.document("b.pdf", name="乙局")
    run_build, failed = dbt.run_build, []

    def fails_at_first(build: Build, parsed: Path, selection: Sequence[str], *more: Any, **settings: Any) -> Any:
        results = run_build(build, parsed, selection, *more, **settings)
        if selection[0] in failed:
            return results
        failed.append(selection[0])
        return [replace(results[0], status="error", message="INTERNAL Error"), *results[1:]]

    monkeypatch.setattr(dbt, "run_build", fails_at_first)
    assert world.build()["outcome"] == "published"
    assert failed == [f"tag:{document_stage.STAGE}", f"tag:{corpus_stage.STAGE}"]
    _, rows = run_query(world.home, "SELECT file_name, status FROM dim_document ORDER BY 1")
    assert rows == [("a.pdf", "loaded"), ("b.pdf", "loaded")]


def test_a_correction_holds_for_as_long_as_its_source_says_the_same(world: World) -> None:
    document = world.document("a.pdf", name="甲局", amounts={"合计": "3.00", "甲": "1.00"})
    world.build()
    first = published(world.home)
    _, rows = run_query(world.home, "SELECT amount_key FROM published_amount WHERE row_label = '甲'")
    line = f"a.pdf,{rows[0][0]},1.00,3.00,a digit is wrong,李审计,2026-11-20\n"
    head = "file,amount_key,printed,corrected,reason,decided_by,decided_on\n"
    world.home.corrections.write_text(head + line, encoding="utf-8")
    world.build()
    second = published(world.home)
    assert second != first, "a decision is new, though no document is"
    world.build()
    assert published(world.home) == second
    document.unlink()
    world.document("a.pdf", name="甲局", amounts={"合计": "3.00", "甲": "3.00"})
    with pytest.raises(YusuanError, match=r"corrections\.csv line 2 corrects '1\.00' .* but a\.pdf has no such amount"):
        world.build()
    assert published(world.home) == second


def test_a_home_without_documents_publishes_nothing(world: World) -> None:
    with pytest.raises(YusuanError, match="there are no documents"):
        world.build()
    world.document("a.pdf", do="reject")
    with pytest.raises(YusuanError, match=r"none of 1 documents could be loaded \(a.pdf: rejected, no disclosure\)"):
        world.build()
    (world.home.documents / "a.pdf").write_text("not a PDF")
    with pytest.raises(YusuanError, match=r"none of 1 documents could be loaded \(a.pdf: rejected, "):
        world.build()
    assert published(world.home) is None
