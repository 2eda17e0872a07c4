"""A home with chaos beside the bundled documents, as if a reader had read all of it.

Belongs here: files and raw sets, and one build of them in a process of its own. Does not: making documents, judging.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.chaos.documents import Document
from tests.chaos.paper import Paper
from tests.chaos.real import read_papers
from yusuan.paths import PROJECT, SEEDS, Home
from yusuan.store.reader import make_reader, reader_version
from yusuan.store.sets import SetStore


@dataclass(frozen=True)
class Bundled:
    """The bundled documents: file names and bytes, and the folder that holds the raw set of each."""

    files: dict[str, bytes]
    sets: Path

    @property
    def keys(self) -> list[str]:
        """Their document_keys, in order."""
        return sorted(sha256(data).hexdigest()[:16] for data in self.files.values())

    def papers(self) -> list[Paper]:
        """Their raw sets as rows."""
        return read_papers(self.sets, self.keys)


def bundled(extracted: Path) -> Bundled:
    """The bundled documents, read now where `extracted` has no raw sets of them yet."""
    files = {path.name: path.read_bytes() for path in sorted(Home.at().samples.glob("*.pdf"))}
    store = SetStore(extracted, reader_version(SEEDS))
    missing = [data for data in files.values() if sha256(data).hexdigest()[:16] not in store.names()]
    if missing:
        read = make_reader(SEEDS)
        for data in missing:
            store.write(sha256(data).hexdigest()[:16], read(data, "pdf"))
    return Bundled(files, store.folder)


def lay_out(folder: Path, five: Bundled, documents: Iterable[Document]) -> Home:
    """A new home in `folder` (what was there goes) with the bundled documents and some of chaos."""
    shutil.rmtree(folder, ignore_errors=True)
    home = Home.at(folder)
    home.make()
    store = SetStore(home.extracted, reader_version(SEEDS))
    for name, data in five.files.items():
        (home.documents / "five").mkdir(exist_ok=True)
        (home.documents / "five" / name).write_bytes(data)
    store.folder.mkdir(parents=True, exist_ok=True)
    for key in five.keys:
        shutil.copytree(five.sets / key, store.folder / key)
    (home.documents / "chaos").mkdir()
    for document in documents:
        (home.documents / "chaos" / document.file_name).write_bytes(document.data)
        store.write(document.key, document.paper.frames())
    return home


def build(home: Home) -> subprocess.CompletedProcess[str]:
    """`yusuan build` of a home, in a process of its own; its progress goes to this one's standard error."""
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'dagster_project'}"}
    command = [sys.executable, "-m", "yusuan.cli", "build", "--home", str(home.root)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    print(said.stderr, file=sys.stderr, end="")
    return said
