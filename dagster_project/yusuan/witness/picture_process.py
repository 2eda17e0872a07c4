"""The process that looks at pages: documents in by lines, what was seen out by lines.

Belongs here: the process's loop, its limits, and hearing it. It is a process of its own because a page can crash or
hang what draws it, and that must cost one document's sightings only. Does not: which figures are looked at
(picture_check), how (figure_check).

Input lines:  {"document": […], "places": [[page, box, text, is_line], …]}
Output lines: [[sight, text], …] in the order of the places, or the sentence that says why nothing was seen
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pypdfium2

from yusuan.processes import die_with_parent
from yusuan.reading.ocr.figure_check import FigurePlace, Sight, Sighting, look_again
from yusuan.store.originals import Originals

_COMMAND = [sys.executable, "-m", "yusuan.witness.picture_process"]
SECONDS = 30  # of one document
NOT_THERE = "the file is not there any more, or is another than was read"
NOT_DRAWN = "its pages cannot be drawn"
ENDED = f"drawing its pages crashed, or took longer than {SECONDS} s"

Seen = list[Sighting] | str  # or why nothing was seen


@dataclass(frozen=True)
class PicturedDocument:
    """A document below a folder, as the manifest names it, and the figures wanted of it."""

    documents: str
    file_name: str
    sha256: str
    path_on_disk: str | None
    places: Sequence[FigurePlace]


def look(documents: Sequence[PicturedDocument]) -> Iterator[Seen]:
    """For each document, in order, what was seen at its places, or why nothing was."""
    waiting = list(documents)
    while waiting:
        answered = 0
        for answer in _answers(waiting):
            answered += 1
            yield answer
        waiting = waiting[answered:]
        if waiting:  # the process ended on the first that it left unanswered
            yield ENDED
            waiting = waiting[1:]


def _answers(documents: Sequence[PicturedDocument]) -> Iterator[Seen]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as tasks:
        for document in documents:
            name = [document.documents, document.file_name, document.sha256, document.path_on_disk]
            places = [[place.page_number, place.box, place.text, place.is_line] for place in document.places]
            tasks.write(json.dumps({"document": name, "places": places}) + "\n")
        tasks.seek(0)
        process = subprocess.Popen(
            _COMMAND,
            stdin=tasks,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
            text=True,
            encoding="utf-8",
        )
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.endswith("\n"):  # it ended in the middle of a line
                return
            answer = json.loads(line)
            yield answer if isinstance(answer, str) else [Sighting(Sight(sight), text) for sight, text in answer]


def serve(tasks: TextIO, answers: TextIO) -> None:
    """Answer every task until the input ends; what takes too long ends the process."""
    for line in tasks:
        signal.alarm(SECONDS)  # nobody handles it: it ends the process, whatever code that is in
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()
        signal.alarm(0)


def _answer(task: dict[str, Any]) -> list[tuple[str, str | None]] | str:
    documents, file_name, sha256, path_on_disk = task["document"]
    data = Originals(Path(documents), {file_name: (sha256, path_on_disk)}).read(file_name)
    if data is None:
        return NOT_THERE
    places = [FigurePlace(page, tuple(box), text, is_line) for page, box, text, is_line in task["places"]]
    try:
        seen = look_again(data, places)
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return NOT_DRAWN
    return [(sighting.sight, sighting.text) for sighting in seen]


def main() -> None:
    """Standard input to standard output; what libraries print must not mix with the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main()
