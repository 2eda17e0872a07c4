"""`yusuan serve`: it answers its own page and nobody else's, runs what is asked, and leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from dagster._core.storage.tags import SENSOR_NAME_TAG
from tests.orchestration.test_kill import kill_when
from tests.support.world import World
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from yusuan.paths import Home

_PLACE = '{repositoryName: "__repository__", repositoryLocationName: "yusuan.orchestration.definitions"}'
_STATES = f"""{{
  schedulesOrError(repositorySelector: {_PLACE})
    {{ ... on Schedules {{ results {{ name scheduleState {{ status }} }} }} }}
  sensorsOrError(repositorySelector: {_PLACE}) {{ ... on Sensors {{ results {{ name sensorState {{ status }} }} }} }}
}}"""
_RUNS = """{ runsOrError { ... on Runs { results { runId status tags { key }
  eventConnection { events { ... on RunFailureEvent { message } } } } } } }"""


def launch(config: dict[str, Any], picked: str = "") -> str:
    """A mutation that starts a run of the job with a config, or of what is `picked` of it."""
    selector = _PLACE.replace("{", f'{{pipelineName: "build", {picked}', 1)
    data = json.dumps(json.dumps(config))
    return f"""mutation {{ launchRun(executionParams: {{selector: {selector}, runConfigData: {data}}})
      {{ __typename ... on LaunchRunSuccess {{ run {{ runId }} }} }} }}"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def request(port: int, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    """The status and the text of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def ask(port: int, query: str, **headers: str) -> dict[str, Any]:
    """What the server answers its own page."""
    own = {"content-type": "application/json", "origin": f"http://127.0.0.1:{port}"}
    status, text = request(port, "POST", "/graphql", json.dumps({"query": query}), **own | headers)
    assert status == 200, text
    return dict(json.loads(text)["data"])


def processes_of(home: Home) -> list[str]:
    """The command lines of live processes that carry this home in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"YUSUAN_HOME={home.root}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@contextmanager
def serving(home: Home, number: signal.Signals) -> Iterator[int]:
    """A served home's port; told to stop by a signal, it must leave nothing behind."""
    port = free_port()
    command = [sys.executable, "-m", "yusuan.cli", "serve", "--home", str(home.root), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            until = time.monotonic() + 150
            while time.monotonic() < until and process.poll() is None:
                try:
                    request(port, "GET", "/server_info")
                    break
                except OSError:
                    time.sleep(0.5)
            yield port
        finally:
            process.send_signal(number)
            said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert "stopped" in said
    assert processes_of(home) == []


def test_it_serves_its_own_page_and_nobody_else(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH")))))
    with serving(home, signal.SIGTERM) as port:
        running = {"status": "RUNNING"}
        assert ask(port, _STATES) == {
            "schedulesOrError": {
                "results": [{"name": name, "scheduleState": running} for name in ("morning", "nightly")]
            },
            "sensorsOrError": {"results": [{"name": "new_documents", "sensorState": running}]},
        }
        assert request(port, "GET", "/") == (307, "")
        status, page = request(port, "GET", "/runs")
        assert (status, 'id="root"' in page) == (200, True)
        assert len(processes_of(home)) >= 3
        attack(port, tmp_path)
        # "Materialize" on one mart: refused where the button is pressed, and no run begins.
        pick = 'assetSelection: [{path: ["marts", "fact_expenditure"]}], '
        assert ask(port, launch({}, pick)) == {"launchRun": {"__typename": "InvalidSubsetError"}}
    settings = (home.dagster / "dagster.yaml").read_text(encoding="utf-8")
    assert "nux:\n  enabled: false" in settings
    assert "telemetry:\n  enabled: false" in settings


def attack(port: int, tmp_path: Path) -> None:
    """What a page in the user's browser may try: none of it is done, and no run is even queued."""
    own, mark = f"127.0.0.1:{port}", tmp_path / "attacked"
    (tmp_path / "evil.py").write_text(f"def make_reader(_):\n    open({str(mark)!r}, 'w')\n")
    evil = {"resources": {"home": {"config": {"reader": "evil:make_reader", "seeds": str(tmp_path)}}}}
    for mutation in (launch({}), launch(evil)):
        by_get, body = f"/graphql?query={quote(mutation)}", json.dumps({"query": mutation})
        assert request(port, "GET", by_get)[0] == 405
        assert request(port, "GET", by_get, host=own, **{"sec-fetch-site": "cross-site"})[0] == 403
        for foreign in ({"host": f"evil.example:{port}"}, {"origin": "http://evil.example"}, {"origin": "null"}):
            assert request(port, "GET", by_get, **foreign)[0] == 403
            assert request(port, "POST", by_get, **foreign, **{"content-type": "text/plain"})[0] == 403
            assert request(port, "POST", "/graphql", body, **foreign, **{"content-type": "application/json"})[0] == 403
    for origin in ("http://evil.example", f"http://evil.example:{port}", "null"):
        with pytest.raises(InvalidStatus, match="403"):
            connect(f"ws://{own}/graphql", origin=Origin(origin), subprotocols=[Subprotocol("graphql-ws")])
    with connect(
        f"ws://{own}/graphql", origin=Origin(f"http://{own}"), subprotocols=[Subprotocol("graphql-ws")]
    ) as websocket:
        websocket.send(json.dumps({"type": "connection_init"}))
        assert json.loads(websocket.recv(timeout=20)) == {"type": "connection_ack"}

    places: list[dict[str, Any]] = [
        evil,
        {"resources": {"home": {"config": {"dbt_project": str(tmp_path)}}}},
        {"resources": {"io_manager": {"config": {"base_dir": str(tmp_path)}}}},
        {"resources": {"memory": {"config": {"base_dir": str(tmp_path)}}}},
        {"execution": {"config": {"marker_to_close": str(mark)}}},
        {"ops": {"documents": {"config": {"reader": "evil:make_reader"}}}},
        {"ops": {"raw_tables": {"inputs": {"documents": {"pickle": {"path": str(mark)}}}}}},
    ]
    for config in places:  # even its own page cannot name code or paths
        assert ask(port, launch(config)) == {"launchRun": {"__typename": "RunConfigValidationInvalid"}}, config
    assert ask(port, _RUNS) == {"runsOrError": {"results": []}}
    assert not mark.exists()


def test_a_killed_build_does_not_keep_the_next_run_waiting(world: World) -> None:
    home = world.home
    with serving(home, signal.SIGINT) as port:
        hanging = world.document("a.pdf", do="hang")
        kill_when(world, "reading")  # the command's own run, in the same memory, is *started* and dead
        hanging.unlink()
        launched = ask(port, launch({}))["launchRun"]["run"]["runId"]
        until, runs = time.monotonic() + 180, {}
        while time.monotonic() < until and runs.get(launched, {}).get("status") not in ("SUCCESS", "FAILURE"):
            time.sleep(1)
            runs = {run["runId"]: run for run in ask(port, _RUNS)["runsOrError"]["results"]}
    # On a slow machine the sensor may see the file before it goes, and ask for a run of its own.
    runs = {run_id: run for run_id, run in runs.items() if {"key": SENSOR_NAME_TAG} not in run["tags"]}
    killed = next(run for run_id, run in runs.items() if run_id != launched)
    assert killed["status"] == "FAILURE"
    assert any("it was killed" in event.get("message", "") for event in killed["eventConnection"]["events"])
    assert runs[launched]["status"] == "FAILURE", "it ran, and found no document"
    assert len(runs) == 2


def test_a_taken_port_is_one_clear_line(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "yusuan.cli", "serve", "--home", str(home.root), "--port", port]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr == f"yusuan: port {port} is taken [127.0.0.1] — choose another with --port\n"
