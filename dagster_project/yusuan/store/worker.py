"""One reading process: takes documents one by one from standard input, writes their raw sets, answers in lines.

Belongs here: the process's loop and nothing about what is printed in a document. It is a process of its own because a
document can crash, hang or eat memory, and that must cost one document only. It ends when its parent is gone.

Input lines:  {"path": …, "document_key": …, "sha256": …, "reader": …}
Output lines: {} when ready, then for each document {"seconds": how long it may take} once that is known, and
              {"document_key": …, "status": read | rejected, "reason": …, "pages": …, "cells": …, "seconds": …} or
              {"document_key": …, "status": failed, "reason": …, "is_final": whether it would fail again}
"""

from __future__ import annotations

import errno
import faulthandler
import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from yusuan.lasting import lasting
from yusuan.store.bounds import MEMORY_BYTES, limit_memory, seconds_for
from yusuan.store.files import open_file, why
from yusuan.store.names import printable
from yusuan.store.sets import SetStore

# What the machine ran out of is no fault of the document.
_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EROFS}
_OPENCV_NO_MEMORY = -4  # it raises an error of its own

ReadFunction = Callable[[bytes, str], dict[str, pl.DataFrame]]  # a document and the name of the reader of its kind


def load_reader(name: str, seeds: Path) -> ReadFunction:
    """The reader named `module:function`, a factory that is given the folder of seeds."""
    module, _, function = name.partition(":")
    factory: Callable[[Path], ReadFunction] = getattr(importlib.import_module(module), function)
    return factory(seeds)


def read_one(
    task: dict[str, str], read: ReadFunction, store: SetStore, allowed: Callable[[float], None]
) -> dict[str, Any]:
    """Read one document, write its set, and say what came of it; `allowed` is told how long it may take."""
    began = time.monotonic()
    try:
        with open_file(Path(task["path"])) as file:
            data = file.read()
    except OSError as error:
        return failure(task, f"the file could not be opened: {why(error)}", is_final=False)
    if hashlib.sha256(data).hexdigest() != task["sha256"]:
        return failure(task, "the file changed while it was read", is_final=False)
    allowed(seconds_for(data, task["reader"]))
    tables = read(data, task["reader"])
    try:
        store.write(task["document_key"], tables)
    except (OSError, pl.exceptions.PolarsError) as error:  # what was read is whole: the place is at fault
        return failure(task, f"what was read could not be written: {error}", is_final=False)
    document = tables["document"].row(0, named=True)
    return {
        "document_key": task["document_key"],
        "status": document["status"],
        "reason": document["status_reason"],
        "pages": tables["page"].height,
        "cells": tables["cell"].height,
        "seconds": round(time.monotonic() - began, 3),
    }


def failure(task: dict[str, str], reason: str, *, is_final: bool) -> dict[str, Any]:
    """The answer for a document that could not be finished. What a stranger's file says of itself is made printable."""
    told = printable(" ".join(reason.split()))[:500]
    return {"document_key": task["document_key"], "status": "failed", "reason": told, "is_final": is_final}


def serve(tasks: TextIO, answers: TextIO, read: ReadFunction, store: SetStore) -> None:
    """Say that reading can begin, then answer every task until the input ends; what raises is answered as failed."""

    def tell(line: dict[str, Any]) -> None:
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    tell({})
    for line in tasks:
        task = json.loads(line)
        try:
            answer = read_one(task, read, store, lambda seconds: tell({"seconds": seconds}))
        except Exception as error:  # noqa: BLE001  the boundary: whatever one document raises stays with it
            if isinstance(error, MemoryError) or getattr(error, "code", None) == _OPENCV_NO_MEMORY:
                tell(failure(task, f"reading needs more than {MEMORY_BYTES >> 30} GB of memory", is_final=True))
                continue
            # A library that lacks here may be there tomorrow.
            is_final = getattr(error, "errno", None) not in _OF_THE_MACHINE and not isinstance(error, ImportError)
            answer = failure(task, f"the reader failed: {type(error).__name__}: {error}", is_final=is_final)
        tell(answer)


def main() -> None:
    """Arguments: reader, seeds, raw/extracted, version."""
    reader, seeds, extracted, version = sys.argv[1:5]
    faulthandler.enable()
    limit_memory()
    # What libraries print must not mix with the answers: standard output becomes standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with lasting():
        read = load_reader(reader, Path(seeds))
    serve(sys.stdin, answers, read, SetStore(Path(extracted), version))


if __name__ == "__main__":
    main()
