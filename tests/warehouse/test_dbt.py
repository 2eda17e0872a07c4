"""dbt's command line and what is understood of its words."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import cast

import duckdb
import pytest
import yaml
from dbt_common.events import event_manager_client
from dbt_common.events.base_types import EventLevel
from dbt_common.events.functions import fire_event
from dbt_common.events.types import Note

from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT, Home
from yusuan.processes import is_running
from yusuan.warehouse import dbt, dbt_manifest, dbt_process
from yusuan.warehouse.build import Build, write_json
from yusuan.warehouse.dbt import build_arguments, environment, node_results, progress_of
from yusuan.warehouse.dbt_events import hear_only_what_is_said, say_event


def excluded(arguments: list[str]) -> list[str]:
    return [arguments[i + 1] for i, word in enumerate(arguments) if word == "--exclude-resource-type"]


def test_a_run_names_the_selection_and_its_two_files(home: Home) -> None:
    build = Build(home, "20250101-000000-aaaaaa")
    with_tests = build_arguments(("tag:corpus_stage",), tests=True)
    without = build_arguments(("tag:document_stage", "resource_type:seed"), tests=False)
    assert with_tests[1:4] == ["build", "--select", "tag:corpus_stage"]
    assert without[2:5] == ["--select", "tag:document_stage", "resource_type:seed"]
    excluded = [
        [a[i + 1] for i, word in enumerate(a) if word == "--exclude-resource-type"] for a in (with_tests, without)
    ]
    assert excluded == [["unit_test"], ["unit_test", "test"]]
    assert "--vars" not in with_tests, "what dbt works on lies in its database"
    variables = environment(home.root, build.database, build.stages, build.dbt_target)
    assert variables["YUSUAN_BUILD_DB"] == str(build.database)
    assert variables["YUSUAN_STAGES_DB"] == str(build.stages)
    assert variables["YUSUAN_DBT_TARGET"] == "build"
    assert variables["DBT_TARGET_PATH"] == variables["DBT_LOG_PATH"] == str(build.dbt_target)


def test_what_is_set_for_each_query_is_that_connections_own() -> None:
    """dbt-duckdb sets its `settings` anew for each query, beside those of its other thread."""
    outputs = yaml.safe_load((DBT_PROJECT / "profiles.yml").read_text(encoding="utf-8"))["yusuan"]["outputs"]
    for output in outputs.values():
        with duckdb.connect(":memory:", config=output["config_options"]) as connection:
            said = connection.cursor().execute("SELECT current_setting('disabled_optimizers')").fetchall()
            assert said == [(output["config_options"]["disabled_optimizers"],)]
            for name, value in output["settings"].items():
                connection.execute(f"SET {name} = '{value}'")
                scope = "SELECT scope FROM duckdb_settings() WHERE lower(name) = lower(?)"
                assert connection.execute(scope, [name]).fetchall() == [("LOCAL",)]


@pytest.mark.parametrize(
    ("message", "is_documents"),
    [
        ('Runtime Error in model a IO Error: Could not write file "b.duckdb": No space left on device', False),
        ('TransactionContext Error: Failed to commit: Could not write file "b.wal": No space left on device', False),
        ("Out of Memory Error: failed to offload data block. This limit was set by 'max_temp_directory_size'", False),
        ("Out of Memory Error: could not allocate block of size 256.0 KiB (3.7 GiB/3.7 GiB used)", True),
        ('IO Error: Cannot open file "worked/1/amount.parquet": No such file or directory', True),
    ],
)
def test_want_of_room_is_no_documents_fault(
    message: str, is_documents: bool, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the document that was worked out then was refused, and no later night tried it."""
    build = Build(home, "20250101-000000-aaaaaa")
    build.folder.mkdir(parents=True)

    def fails(*_: object, **__: object) -> int:
        result = {"unique_id": "model.yusuan.doc_amount", "status": "error", "message": message}
        write_json(build.dbt_target / dbt_process.RESULTS, {"results": [result]})
        return 1

    monkeypatch.setattr(dbt, "run_dbt", fails)
    if is_documents:
        assert [result.name for result in dbt.run_build(build, Path("parsed"), ("tag:x",), print)] == ["doc_amount"]
    else:
        with pytest.raises(YusuanError, match=r"nothing published: dbt doc_amount: .* — is there room"):
            dbt.run_build(build, Path("parsed"), ("tag:x",), print)


@pytest.mark.parametrize(
    ("line", "progress"),
    [
        ("17:08:40  12 of 241 OK created sql table model staging.stg_cell ... [OK in 0.1s]", (12, 241)),
        ("17:08:41  200 of 241 PASS unique_dim_document_document_key ... [PASS in 0.1s]", (200, 241)),
        ("17:08:41  13 of 241 START sql table model", None),
        ("Finished running 241 nodes", None),
    ],
)
def test_progress_is_read_from_dbts_words(line: str, progress: tuple[int, int] | None) -> None:
    assert progress_of(line) == progress


def test_dbt_says_no_more_than_its_own_logger(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(event_manager_client, "_EVENT_MANAGER", event_manager_client.get_event_manager())
    hear_only_what_is_said()
    event_manager_client.add_callback_to_manager(say_event)
    line = "2 of 3 OK created sql table model document.stg_cell [OK in 0.1s]"
    fire_event(Note(msg=line), level=EventLevel.INFO)
    fire_event(Note(msg="On model.yusuan.stg_cell: COMMIT"), level=EventLevel.DEBUG)
    fire_event(Note(msg="Runtime Error"), level=EventLevel.ERROR)
    said = capsys.readouterr().out.splitlines()
    assert [words[10:] for words in said] == [line, "Runtime Error"]
    assert progress_of(said[0]) == (2, 3)


def test_results_say_what_stops_a_build(home: Home) -> None:
    result = {
        "unique_id": "test.yusuan.unique_x.123",
        "message": "Got 2\n results",
        "failures": 2,
        "execution_time": 0.1,
    }
    write_json(
        home.root / "run_results.json",
        {"results": [result | {"status": status} for status in ("pass", "warn", "fail", "error", "skipped")]},
    )
    results = node_results(home.root)
    assert [node.stops for node in results] == [False, False, True, True, False]
    assert (results[2].name, results[2].message, results[2].failures) == ("unique_x", "Got 2 results", 2)
    assert node_results(home.builds) == []


def says_one_line(_parsed: object, _told: object, said: Connection) -> None:
    os.write(said.fileno(), b"a line\n")
    time.sleep(30)


def test_who_is_interrupted_waits_for_no_dbt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(_line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dbt_process, "_serve", says_one_line)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        dbt_process.run_dbt(None, [], {}, tmp_path, interrupted)
    assert time.monotonic() - began < 25


def test_semaphores_of_the_killed_are_freed_without_a_word() -> None:
    leaving = """
        import multiprocessing, os
        from yusuan.warehouse import dbt_process
        dbt_process.warm()
        lock = multiprocessing.get_context("spawn").Lock()
        print(lock._semlock.name, flush=True)
        os._exit(0)
    """
    ended = subprocess.run([sys.executable, "-c", dedent(leaving)], capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert not Path(f"/dev/shm/sem.{ended.stdout.strip().removeprefix('/')}").exists()


def test_no_dbt_outlives_the_build_that_was_killed() -> None:
    # Somebody else holds the pipe through which dbt is told: that nothing more comes is not how it learns of the end.
    killed = """
        import os, signal, subprocess
        from yusuan.warehouse import dbt_process
        started = dbt_process._start(None)
        holder = subprocess.Popen(["sleep", "600"], pass_fds=[started.telling.fileno()], stdout=subprocess.DEVNULL)
        print(holder.pid, started.process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    with subprocess.Popen([sys.executable, "-c", dedent(killed)], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        holder, dbt = map(int, build.stdout.readline().split())
    try:
        until = time.monotonic() + 60
        while is_running(dbt) and time.monotonic() < until:
            time.sleep(0.1)
        assert not is_running(dbt)
    finally:
        for pid in (holder, dbt):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_the_process_that_is_ready_loaded_the_project_as_it_is_now(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[dbt_process._Started] = []

    def start(_parsed: Path | None) -> dbt_process._Started:
        hearing, telling = Pipe(duplex=False)
        process = cast("BaseProcess", SimpleNamespace(is_alive=lambda: True))
        started.append(dbt_process._Started(process, telling, hearing))
        return started[-1]

    monkeypatch.setattr(dbt_process, "_start", start)
    parsed = tmp_path / "partial_parse.msgpack"
    parsed.write_bytes(b"as it was")
    dbt_process.get_ready(parsed)
    dbt_process.get_ready(parsed)
    assert len(started) == 1
    assert dbt_process._take(parsed) is started[0]
    dbt_process.get_ready(parsed)
    parsed.unlink()
    parsed.write_bytes(b"as it is now")
    assert dbt_process._take(parsed) is started[2] is not started[1]
    dbt_process.get_ready(parsed)
    assert started[1].telling.closed
    assert dbt_process._take(parsed) is started[3]
    assert not dbt_process._READY


def test_a_project_that_another_dbt_parsed_is_parsed_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parsed: list[Path] = []

    def parse(project: Path, target: Path) -> None:
        parsed.append(project)
        for name in ("manifest.json", dbt_manifest.PARSED):
            (target / name).write_text("parsed")

    monkeypatch.setattr(dbt_manifest, "_parse", parse)
    (tmp_path / "model.sql").write_text("select 1")
    for _ in range(2):
        dbt_manifest.ensure_manifest(tmp_path)
    assert len(parsed) == 1
    monkeypatch.setattr(dbt_manifest, "tools", lambda: "dbt-core of another version")
    dbt_manifest.ensure_manifest(tmp_path)
    (tmp_path / "model.sql").write_text("select 2")
    dbt_manifest.ensure_manifest(tmp_path)
    assert len(parsed) == 3
