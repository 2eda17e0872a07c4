"""Where Dagster keeps its memory: HOME/.dagster, with the settings that a home wants.

Belongs here: dagster.yaml. One build at a time, which the morning does not wait for; no telemetry, no dialog over the
UI, ticks kept for a month. A run of schedule or sensor whose process was killed is tried once more; one that failed
for a reason it gave is not.
"""

from __future__ import annotations

import fcntl
import json

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from yusuan.orchestration.jobs import ONE_AT_A_TIME
from yusuan.paths import Home

_SETTINGS = """\
# Written by yusuan; changes here are overwritten.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    tag_concurrency_limits:
      - key: {one_at_a_time}
        limit: 1
run_monitoring:
  enabled: true
run_retries:
  enabled: true
  max_retries: 1
  retry_on_asset_or_op_failure: false
event_log_storage:
  module: yusuan.orchestration.event_log
  class: KeptEventLog
  config:
    base_dir: {events}
retention:
  schedule:
    purge_after_days: 30
  sensor:
    purge_after_days:
      skipped: 3
      failure: 30
      success: 30
"""
_NOT_CAPTURED = {
    "module": "dagster._core.storage.noop_compute_log_manager",
    "class": "NoOpComputeLogManager",
    "config": {},
}


def prepare_instance(home: Home) -> None:
    """Make HOME/.dagster and write its settings."""
    home.make()
    settings = home.dagster / "dagster.yaml"
    # Where Dagster has them by default. A string of JSON is one of YAML, whatever the path holds.
    events = json.dumps(str(home.dagster / "history" / "runs"), ensure_ascii=False)
    wanted = _SETTINGS.format(events=events, one_at_a_time=ONE_AT_A_TIME)
    if not settings.is_file() or settings.read_text(encoding="utf-8") != wanted:
        settings.write_text(wanted, encoding="utf-8")


def open_instance(home: Home, *, captures: bool = True) -> dg.DagsterInstance:
    """The instance of a home, which remembers the runs of the command, the schedule and the sensor alike.

    One process at a time: two that make the memory of a new home at once leave it with two versions, and unreadable.
    `captures`: whether what a run prints goes through a file of its own, which the UI shows. Two processes a step carry
    it from there; Ctrl-C, which reaches all that was started, has them end in tracebacks.
    """
    prepare_instance(home)
    overrides = {} if captures else {"compute_logs": _NOT_CAPTURED}
    with (home.dagster / "opening.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home.dagster), overrides=overrides))
