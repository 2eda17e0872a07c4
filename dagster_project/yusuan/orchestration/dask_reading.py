"""Reading on several machines: batches of documents as the steps of a job that Dagster's own Dask executor spreads.

Belongs here: which cluster (YUSUAN_DASK, the operator's, and no part of a run's config), the batches, their job.
Does not: reading a document, and its bounds: a worker starts the reading process that one machine does (store.pool).

The job is made for its batches, because the Dask executor takes no steps that come up while it runs, and it is no part
of the definitions: the run of `build` alone holds the home's lock and writes DuckDB. A worker takes a list of documents
from the shared storage, leaves raw sets there, and answers in the metadata of its step. What Dagster remembers of these
steps stays in each process's memory: its SQLite files do not bear writers on several machines.
"""

import contextlib
import json
import logging
import math
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import dagster as dg
from dagster._core.execution.api import execute_run_iterator
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.runs import InMemoryRunStorage
from dagster._serdes import ConfigurableClass, ConfigurableClassData

from yusuan.errors import YusuanError
from yusuan.paths import SEEDS
from yusuan.processes import uninterrupted
from yusuan.store.extraction import Spread
from yusuan.store.pool import Answer, PoolSettings, Task, read_all
from yusuan.store.reader import reader_version
from yusuan.store.sets import SetStore
from yusuan.warehouse.recipe import DASK

VARIABLE = DASK
# A batch ends with either, and each worker has some, so that none waits long for the last. A batch costs some two
# seconds besides its documents: its reading process is started anew.
BATCH_DOCUMENTS = 20
BATCH_BYTES = 16_000_000
BATCHES_PER_WORKER = 4
BATCHES_PER_RUN = 200  # each step lays out the whole job again, so that a longer one costs more with the square
_SECONDS_FOR_WORKERS = 60.0
_SECONDS_TO_BE_SEEN = 120.0  # by another machine: NFS may show a folder as it was a minute ago
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class Cluster:
    """Where batches are read: on so many workers of this machine, or by the workers of a scheduler."""

    workers: int = 0
    address: str = ""

    @classmethod
    def named(cls, text: str) -> Self:
        """`local:N`, or the address of a scheduler (tcp://HOST:PORT, tls://HOST:PORT)."""
        kind, _, count = text.partition(":")
        if kind == "local" and count.isdecimal() and int(count) > 0:
            return cls(workers=int(count))
        if urlsplit(text).scheme in ("tcp", "tls", "ucx", "ws", "wss"):
            return cls(address=text)
        wanted = "local:N for N workers of this machine, or a scheduler's address: tcp://HOST:PORT, tls://HOST:PORT"
        raise YusuanError(f"{VARIABLE} names no Dask cluster: {text!r}", do=wanted)

    @contextlib.contextmanager
    def scheduler(self) -> Iterator[tuple[str, int]]:
        """The address of the scheduler, and how many workers it has; workers of this machine live no longer than this.

        Raises YusuanError where the cluster cannot be used.
        """
        try:
            import dagster_dask  # noqa: F401
            import dask
            from distributed import LocalCluster
        except ImportError as error:
            raise YusuanError(f"{VARIABLE} is set, and {error.name} is not here", do="install yusuan[dask]") from error
        if self.address:
            yield self.address, _workers(self.address)
            return
        # A certificate of its own, since whoever may speak to a scheduler may execute what he likes. Not started by the
        # executor, which forgets to end it. No dashboard, no fixed port.
        silent = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
        quiet = {"scheduler_kwargs": silent, "silence_logs": logging.ERROR}
        with uninterrupted():
            started = LocalCluster(self.workers, threads_per_worker=1, security=True, **quiet)
        with started as cluster:
            tls = {
                "ca-file": cluster.security.tls_ca_file,
                "client.cert": cluster.security.tls_client_cert,
                "client.key": cluster.security.tls_client_key,
            }
            with dask.config.set({f"distributed.comm.tls.{name}": value for name, value in tls.items()}):
                yield cluster.scheduler_address, self.workers


def _workers(address: str) -> int:
    """How many workers a scheduler has: Dask would wait for one for ever."""
    from distributed import Client

    try:
        with Client(address, timeout=_SECONDS_FOR_WORKERS) as client:
            client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
            workers = client.scheduler_info(n_workers=-1)["workers"].values()
    except OSError as error:  # a time-out is one too
        raise YusuanError(f"the Dask cluster cannot be used: {error}", address) from error
    if any(worker["nthreads"] > 1 for worker in workers):  # Dagster does not bear it
        raise YusuanError("a Dask worker has several threads", address, "start it with --nthreads 1")
    return len(workers)


def spread_over(text: str) -> Spread:
    """Who takes the documents that are to be read: the processes of this machine, or the cluster that is named.

    Raises YusuanError where the text names none.
    """
    return partial(read_on, Cluster.named(text)) if text else read_all


def read_on(cluster: Cluster, tasks: Sequence[Task], settings: PoolSettings) -> Iterator[Answer]:
    """Read every task on the cluster, yielding the answers of each batch as it ends (compare `read_all`).

    Raises YusuanError when a worker could not read at all, or was lost again and again: what is read stays read.
    """
    if not tasks:
        return
    store = SetStore(settings.extracted, settings.version)
    with cluster.scheduler() as (address, workers):
        folder = store.begin()
        try:
            batches = list(
                in_batches(tasks, min(BATCH_DOCUMENTS, math.ceil(len(tasks) / (BATCHES_PER_WORKER * workers))))
            )
            for first in range(0, len(batches), BATCHES_PER_RUN):
                some = batches[first : first + BATCHES_PER_RUN]
                for number, batch in enumerate(some):
                    _write(folder / f"{number}.json", batch, settings)
                for answer in _run(address, folder, len(some)):
                    if answer.status != "failed":
                        _await(store.folder / answer.document_key)
                    yield answer
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def in_batches(tasks: Sequence[Task], most: int) -> Iterator[list[Task]]:
    """The tasks in their order, the longest first, so many at most in each batch."""
    batch: list[Task] = []
    size = 0
    for task in tasks:
        batch.append(task)
        with contextlib.suppress(OSError):  # gone meanwhile: the reading process says so
            size += task.path.stat().st_size
        if len(batch) == most or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write(path: Path, batch: Sequence[Task], settings: PoolSettings) -> None:
    asked = {
        "extracted": str(settings.extracted),
        "version": settings.version,
        "seeds": str(settings.seeds),
        "reader": settings.reader,
        "seconds_per_document": settings.seconds_per_document,
        "reads_as": reader_version(SEEDS),
        "tasks": [asdict(task) | {"path": str(task.path)} for task in batch],
    }
    path.write_text(json.dumps(asked), encoding="ascii")  # what is no text in a name is escaped


def read_batch(path: Path) -> list[Answer]:
    """Read one batch on this machine, one document at a time.

    Raises YusuanError where this machine would read otherwise than the one that asks.
    """
    asked = json.loads(path.read_text(encoding="ascii"))
    if reader_version(SEEDS) != asked["reads_as"]:
        do = "install the same version of yusuan and of its libraries, at the same place, on every machine"
        raise YusuanError("a Dask worker has another reader", os.uname().nodename, do)
    settings = PoolSettings(
        Path(asked["extracted"]),
        asked["version"],
        Path(asked["seeds"]),
        reader=asked["reader"],
        workers=1,
        seconds_per_document=asked["seconds_per_document"],
    )
    return list(read_all([Task(**task | {"path": Path(task["path"])}) for task in asked["tasks"]], settings))


def batch_job(folder: str, count: int, address: str) -> dg.JobDefinition:
    """The job of so many batches, under Dagster's own Dask executor; a worker makes it anew from these values."""
    from dagster_dask import dask_executor

    logging.getLogger("distributed.sizeof").setLevel(logging.ERROR)  # of Dagster's events it warns that it cannot guess

    def step(number: int) -> dg.OpDefinition:
        @dg.op(name=f"batch_{number}", out=dg.Out(dg.Nothing))
        def read(context: dg.OpExecutionContext) -> None:
            answers = read_batch(Path(folder) / f"{number}.json")
            context.add_output_metadata({"answers": dg.MetadataValue.json([asdict(answer) for answer in answers])})

        return read

    cluster = {"cluster": {"existing": {"address": address}}}

    @dg.job(name="reading", executor_def=dask_executor.configured(cluster, name="dask"))
    def reading() -> None:
        for number in range(count):
            step(number)()

    return reading


def _run(address: str, folder: Path, count: int) -> Iterator[Answer]:
    """Execute the job of the batches in a folder, and yield their answers."""
    arguments: Any = (str(folder), count, address)
    job = dg.build_reconstructable_job(__name__, "batch_job", arguments)
    with dg.DagsterInstance.from_ref(_in_memory(folder)) as instance:
        run = instance.create_run_for_job(job.get_definition(), run_config=_QUIET)
        for event in execute_run_iterator(job, run, instance):
            if event.is_step_failure or event.is_failure:
                raise _what_failed(event)
            if event.is_successful_output:
                answers: Any = event.step_output_data.metadata["answers"].value
                yield from (Answer(**answer) for answer in answers)


def _what_failed(event: dg.DagsterEvent) -> YusuanError:
    """Why a batch, or all of them, could not be read; the innermost cause says most."""
    error = getattr(event.event_specific_data, "error", None)
    while error is not None and error.cause is not None:
        error = error.cause
    message = error.message.strip() if error is not None else event.message or "it did not say why"
    name, _, text = message.partition(": ")
    return YusuanError(f"reading on the Dask cluster failed: {text if name.endswith('YusuanError') else message}")


def _await(folder: Path) -> None:
    """Wait until a set that another machine wrote is seen from this one."""
    until = time.monotonic() + _SECONDS_TO_BE_SEEN
    while not folder.is_dir():
        if time.monotonic() > until:
            raise YusuanError("a Dask worker wrote a raw set that is not seen here", str(folder), "share the home")
        time.sleep(0.5)


class RunsInMemory(InMemoryRunStorage, ConfigurableClass):
    """Dagster's memory of runs in this process alone, in the form that an instance can name."""

    def __init__(self, inst_data: ConfigurableClassData | None = None) -> None:
        self._inst_data = inst_data
        super().__init__()

    @property
    def inst_data(self) -> ConfigurableClassData | None:
        """What it was made from."""
        return self._inst_data

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """It takes no settings."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> Self:  # noqa: ARG003
        """As Dagster makes it."""
        return cls(inst_data)


def _in_memory(folder: Path) -> InstanceRef:
    """An instance that each process makes for itself, and that leaves nothing."""

    def named(module: str, name: str, settings: str = "{}") -> ConfigurableClassData:
        return ConfigurableClassData(module, name, settings)

    return InstanceRef(
        local_artifact_storage_data=named(
            "dagster._core.storage.root", "LocalArtifactStorage", json.dumps({"base_dir": str(folder)})
        ),
        compute_logs_data=named("dagster._core.storage.noop_compute_log_manager", "NoOpComputeLogManager"),
        scheduler_data=None,
        run_coordinator_data=None,
        run_launcher_data=None,
        settings={"telemetry": {"enabled": False}},
        run_storage_data=named(__name__, "RunsInMemory"),
        event_storage_data=named("dagster._core.storage.event_log", "InMemoryEventLogStorage"),
        schedule_storage_data=None,
    )
