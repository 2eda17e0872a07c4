"""`yusuan serve`: the UI answers, schedule and sensor are on, and nothing is left behind when it is told to stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from yusuan.paths import Home

_PLACE = '{repositoryName: "__repository__", repositoryLocationName: "yusuan.orchestration.definitions"}'
_STATES = f"""{{
  schedulesOrError(repositorySelector: {_PLACE})
    {{ ... on Schedules {{ results {{ name scheduleState {{ status }} }} }} }}
  sensorsOrError(repositorySelector: {_PLACE}) {{ ... on Sensors {{ results {{ name sensorState {{ status }} }} }} }}
}}"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, query: str) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        data=json.dumps({"query": query}).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return dict(json.load(answer)["data"])


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_leaves_nothing_behind(home: Home, number: signal.Signals) -> None:
    port = free_port()
    command = [sys.executable, "-m", "yusuan.cli", "serve", "--home", str(home.root), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            answer: dict[str, object] = {}
            until = time.monotonic() + 150
            while not answer and time.monotonic() < until and process.poll() is None:
                try:
                    answer = ask(port, _STATES)
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    time.sleep(1)
            assert answer == {
                "schedulesOrError": {"results": [{"name": "nightly", "scheduleState": {"status": "RUNNING"}}]},
                "sensorsOrError": {"results": [{"name": "new_documents", "sensorState": {"status": "RUNNING"}}]},
            }
            assert len(processes_of(home)) >= 3
        finally:
            process.send_signal(number)
            said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert "stopped" in said
    assert processes_of(home) == []
    settings = (home.dagster / "dagster.yaml").read_text(encoding="utf-8")
    assert "nux:\n  enabled: false" in settings
    assert "telemetry:\n  enabled: false" in settings


def test_a_taken_port_is_one_clear_line(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "yusuan.cli", "serve", "--home", str(home.root), "--port", port]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr == f"yusuan: port {port} is taken [127.0.0.1] — choose another with --port\n"
