"""The UI and the daemon, started together for one home and stopped together.

Belongs here: the processes, their environment, and their end: on SIGINT or SIGTERM none is left. Loopback only.
Does not: which requests the UI answers (webserver). `dagster dev` would start Dagster's own, open webserver.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import dagster as dg
import yaml
from sqlalchemy.exc import OperationalError

from yusuan.errors import YusuanError
from yusuan.orchestration.instance import open_instance
from yusuan.orchestration.liveness import end_dead_runs
from yusuan.paths import DBT_PROJECT, Home
from yusuan.processes import adopt_orphans, die_with_parent, end_descendants
from yusuan.progress import say
from yusuan.warehouse.dbt_manifest import ensure_manifest

HOST = "127.0.0.1"
MODULE = "yusuan.orchestration.definitions"
_SECONDS_BETWEEN_LOOKS = 5.0


def serve(home: Home, port: int) -> int:
    """Serve until a signal comes; returns 0.

    Raises YusuanError when the port is taken, or a process ended by itself.
    """
    if not _is_free(port):
        raise YusuanError(f"port {port} is taken", HOST, "choose another with --port")
    ensure_manifest(DBT_PROJECT)
    adopt_orphans()
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _remember(asked))
    with open_instance(home) as instance, tempfile.TemporaryDirectory(prefix="yusuan-") as folder:
        try:
            _serve_until(asked, home, port, instance, Path(folder))
            say("stopping")
        finally:
            end_descendants()
            _heal(instance)
    say("stopped")
    return 0


def _serve_until(asked: list[int], home: Home, port: int, instance: dg.DagsterInstance, folder: Path) -> None:
    """Run the code server, then on its socket the webserver and the daemon, until a signal was heard."""
    code_socket, workspace = folder / "code", folder / "workspace.yaml"
    location = {"location_name": MODULE, "host": "localhost", "socket": str(code_socket)}
    workspace.write_text(yaml.safe_dump({"load_from": [{"grpc_server": location}]}), encoding="utf-8")
    say(f"starting Dagster (log: {_log(home)})")
    code = ["dagster", "code-server", "start", "--socket", str(code_socket), "--module-name", MODULE]
    running = {"code server": _start(home, *code)}
    said, next_look = False, 0.0
    while not asked:
        for name, process in running.items():
            if process.poll() is not None:
                what = f"Dagster's {name} ended by itself with code {process.returncode}"
                raise YusuanError(what, str(_log(home)), "see the log")
        if len(running) == 1 and code_socket.exists():
            web = ["yusuan.orchestration.webserver", "--port", str(port), "--workspace", str(workspace)]
            running["webserver"] = _start(home, *web)
            running["daemon"] = _start(home, "dagster._daemon", "run", "--workspace", str(workspace))
        if not said and not _is_free(port):
            say(f"Dagster serves {home.root} at http://{HOST}:{port}; nightly build at 02:00 Asia/Shanghai")
            said = True
        if time.monotonic() >= next_look:
            _heal(instance)
            next_look = time.monotonic() + _SECONDS_BETWEEN_LOOKS
        time.sleep(0.3)


def _heal(instance: dg.DagsterInstance) -> None:
    """End the runs that died, so that those queued behind them are launched; a busy memory is asked again later."""
    try:
        end_dead_runs(instance)
    except OperationalError as error:
        say(f"Dagster's memory could not be looked at: {error.orig}")


def _remember(asked: list[int]) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    return handler


def _start(home: Home, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a module as a process that writes to the log and ends with this one."""
    environment = os.environ | {
        "DAGSTER_HOME": str(home.dagster),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "YUSUAN_HOME": str(home.root),
    }
    with _log(home).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=home.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a Ctrl-C in the terminal comes to us alone, and we end the rest in order
            preexec_fn=die_with_parent,
        )


def _log(home: Home) -> Path:
    return home.dagster / "serve.log"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
