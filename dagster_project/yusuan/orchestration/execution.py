"""One in-process execution of the job, as the command does it.

Belongs here: running the job, and its failure in one line. Does not: whether there is anything to build (run).
"""

from __future__ import annotations

import errno
import logging
import re
from typing import Any

import dagster as dg
from sqlalchemy.exc import DatabaseError

from yusuan.errors import ASK_FOR_ROOM, YusuanError
from yusuan.orchestration.definitions import build_definitions
from yusuan.orchestration.instance import open_instance
from yusuan.orchestration.jobs import JOB_NAME
from yusuan.orchestration.resources import HomeResource
from yusuan.warehouse import dbt_process
from yusuan.warehouse.build import of_run, read_outcome
from yusuan.warehouse.gate import require_checks
from yusuan.warehouse.recipe import Recipe

_OF_ROOM = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}
_OF_SYSTEM = re.compile(r"\[Errno (\d+)\] ")  # how an OSError begins, which goes on with what and where
_OF_POLARS = re.compile(r"\(os error (\d+)\)")  # how what the system refuses ends where polars wrote
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
# Warns of every dbt test without a result because its step had nothing to do or failed: that is told in one line here.
_GATING = "dagster._core.execution.plan.active"
# Prints a traceback of an interrupt that meets it while it closes a connection; what fails is raised as well.
_CONNECTIONS = "sqlalchemy.pool"


def execute(recipe: Recipe) -> dict[str, Any]:
    """Run the job and return its outcome.

    Raises YusuanError with one clear line when nothing was published, KeyboardInterrupt where a person stopped it.
    """
    resource = HomeResource(**vars(recipe))
    logging.getLogger(_GATING).setLevel(logging.ERROR)
    logging.getLogger(_CONNECTIONS).setLevel(logging.CRITICAL)
    job = build_definitions(resource).resolve_job_def(JOB_NAME)
    try:
        # What it says is the command's own output, wherever that goes.
        with open_instance(resource.home, captures=False) as instance:
            result = job.execute_in_process(instance=instance, raise_on_error=False, run_config=_QUIET)
    except DatabaseError as error:  # of its memory: the disk is full, or it may not be written
        what = f"nothing published: Dagster's memory failed: {error.orig}"
        raise YusuanError(what, str(resource.home.dagster), ASK_FOR_ROOM) from error
    finally:  # where Dagster itself fails it does not tell the step, whose dbt would be waited for
        dbt_process.end_running()
    if not result.success:
        _raise_gate(resource, result.run_id)
        raise _what_failed(result)
    outcome = read_outcome(resource.home)
    if outcome.get("run_id") != result.run_id:
        raise YusuanError("nothing published: the run ended without publishing", str(resource.home.warehouse))
    return outcome


def _raise_gate(resource: HomeResource, run_id: str) -> None:
    """Raise the gate's own line when a broken promise stopped the run: Dagster's speaks of blocking checks only."""
    build = of_run(resource.home, run_id)
    if build is not None and build.checks.is_file():
        require_checks(build)


def _what_failed(result: dg.ExecuteInProcessResult) -> YusuanError | KeyboardInterrupt:
    """The first failure of a run as one line; the innermost cause says most. Dagster makes an error of an interrupt."""
    for event in result.all_events:
        error = getattr(event.event_specific_data, "error", None)
        if event.is_failure and error is not None:
            while error.cause is not None:
                error = error.cause
            name, _, text = error.message.strip().partition(": ")
            if name.endswith("DagsterExecutionInterruptedError"):
                return KeyboardInterrupt()
            if name.endswith("YusuanError"):
                return YusuanError(text)
            step = f"(step {event.step_key})"
            if of_system := _OF_SYSTEM.match(text):
                do = ASK_FOR_ROOM if int(of_system[1]) in _OF_ROOM else ""
                return YusuanError(f"nothing published: {text[of_system.end() :]} {step}", do=do)
            of_polars = _OF_POLARS.search(text)
            do = ASK_FOR_ROOM if of_polars and int(of_polars[1]) in _OF_ROOM else ""
            return YusuanError(f"nothing published: {error.message.strip()} {step}", do=do)
    return YusuanError("nothing published: the run failed and did not say why")
