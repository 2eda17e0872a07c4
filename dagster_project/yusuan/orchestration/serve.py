"""The UI and the daemon, started together for one home and stopped together.

Belongs here: the processes, their environment, and their end: on SIGINT or SIGTERM none is left. Loopback only.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from yusuan.errors import YusuanError
from yusuan.orchestration.instance import prepare_instance
from yusuan.paths import DBT_PROJECT, Home
from yusuan.processes import adopt_orphans, die_with_parent, end_descendants
from yusuan.progress import say
from yusuan.warehouse.dbt_manifest import ensure_manifest

HOST = "127.0.0.1"
MODULE = "yusuan.orchestration.definitions"


def serve(home: Home, port: int) -> int:
    """Serve until a signal comes; returns 0, or 1 when a process ended by itself.

    Raises YusuanError when the port is taken.
    """
    if not _is_free(port):
        raise YusuanError(f"port {port} is taken", HOST, "choose another with --port")
    prepare_instance(home)
    ensure_manifest(DBT_PROJECT)
    adopt_orphans()
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _remember(asked))
    process = _start(home, port)
    said = False
    try:
        while not asked:
            if process.poll() is not None:
                raise YusuanError(
                    f"Dagster ended by itself with code {process.returncode}", str(_log(home)), "see the log"
                )
            if not said and not _is_free(port):
                say(f"Dagster serves {home.root} at http://{HOST}:{port}; nightly build at 02:00 Asia/Shanghai")
                said = True
            time.sleep(0.3)
        say("stopping")
    finally:
        end_descendants()
    say("stopped")
    return 0


def _remember(asked: list[int]) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    return handler


def _start(home: Home, port: int) -> subprocess.Popen[bytes]:
    """Start `dagster dev`: code server, webserver and daemon."""
    environment = os.environ | {
        "DAGSTER_HOME": str(home.dagster),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "YUSUAN_HOME": str(home.root),
    }
    arguments = ["dev", "--module-name", MODULE, "--host", HOST, "--port", str(port)]
    say(f"starting Dagster (log: {_log(home)})")
    with _log(home).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dagster", *arguments],
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
