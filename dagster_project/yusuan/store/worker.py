"""One reading process: takes documents one by one from standard input, writes their raw sets, answers in lines.

Belongs here: the process's loop and nothing about what is printed in a document. It is a process of its own because a
document can crash, hang or eat memory, and that must cost one document only. It ends when its parent is gone.

Input lines:  {"path": …, "document_key": …, "sha256": …, "reader": …}
Output lines: {} when ready, then
              {"document_key": …, "status": read | rejected | failed, "reason": …, "pages": …, "cells": …, "seconds": …}
"""

from __future__ import annotations

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

from yusuan.store.sets import SetStore

ReadFunction = Callable[[bytes, str], dict[str, pl.DataFrame]]  # a document and the name of the reader of its kind


def load_reader(name: str, seeds: Path) -> ReadFunction:
    """The reader named `module:function`, a factory that is given the folder of seeds."""
    module, _, function = name.partition(":")
    factory: Callable[[Path], ReadFunction] = getattr(importlib.import_module(module), function)
    return factory(seeds)


def read_one(task: dict[str, str], read: ReadFunction, store: SetStore) -> dict[str, Any]:
    """Read one document, write its set, and say what came of it."""
    began = time.monotonic()
    answer: dict[str, Any] = {"document_key": task["document_key"], "reason": None, "pages": 0, "cells": 0}
    data = Path(task["path"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != task["sha256"]:
        return answer | {"status": "failed", "reason": "the file changed while it was read", "seconds": 0.0}
    tables = read(data, task["reader"])
    store.write(task["document_key"], tables)
    document = tables["document"].row(0, named=True)
    return answer | {
        "status": document["status"],
        "reason": document["status_reason"],
        "pages": tables["page"].height,
        "cells": tables["cell"].height,
        "seconds": round(time.monotonic() - began, 3),
    }


def serve(tasks: TextIO, answers: TextIO, read: ReadFunction, store: SetStore) -> None:
    """Say that reading can begin, then answer every task until the input ends; what raises is answered as failed."""
    answers.write("{}\n")
    answers.flush()
    for line in tasks:
        task = json.loads(line)
        try:
            answer = read_one(task, read, store)
        except Exception as error:  # noqa: BLE001  the boundary: whatever one document raises stays with it
            reason = f"the reader failed: {type(error).__name__}: {error}"
            answer = {
                "document_key": task["document_key"],
                "status": "failed",
                "reason": " ".join(reason.split())[:500],
            }
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def main() -> None:
    """Arguments: reader, seeds, raw/extracted, version."""
    reader, seeds, extracted, version = sys.argv[1:5]
    faulthandler.enable()
    # What libraries print must not mix with the answers: standard output becomes standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, answers, load_reader(reader, Path(seeds)), SetStore(Path(extracted), version))


if __name__ == "__main__":
    main()
