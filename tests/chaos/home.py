"""A home with chaos beside the documents of another home, as if a reader had read all of it.

Belongs here: files and raw sets, and one build of them in a process of its own. Does not: making documents, judging.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
from tests.chaos.documents import Document
from tests.chaos.paper import Paper
from tests.chaos.real import read_paper

from yusuan.paths import PROJECT, SEEDS, Home
from yusuan.store.reader import reader_version
from yusuan.store.sets import SetStore

_FOLDER = "chaos"  # of a home's documents: where those of chaos lie


def of_the_bundled(folder: Path) -> Home:
    """A home in `folder` with the bundled documents; what is there already stays."""
    home = Home.at(folder)
    home.make()
    shutil.copytree(Home.at().samples, home.documents / "samples", dirs_exist_ok=True)
    return home


def keys_of(home: Home) -> list[str]:
    """The document_keys that are loaded in a home's warehouse, in order."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        rows = connection.execute("SELECT document_key FROM main.dim_document WHERE status = 'loaded' ORDER BY 1")
        return [key for (key,) in rows.fetchall()]


def papers_of(home: Home) -> list[Paper]:
    """The raw sets of the documents that are loaded in a home's warehouse, in the order of their keys."""
    store = _store(home)
    holders = store.holders()
    return [read_paper(store.folder / holders[key], key) for key in keys_of(home)]


def beside(folder: Path, source: Home, documents: Iterable[Document]) -> Home:
    """A new home in `folder` (what was there goes): a copy of a built one, with documents of chaos that came after."""
    shutil.rmtree(folder, ignore_errors=True)
    home = Home.at(folder)
    home.make()
    store = _store(home)
    build = source.current.resolve()
    shutil.copytree(source.documents, home.documents, dirs_exist_ok=True)
    shutil.copytree(_store(source).folder, store.folder, dirs_exist_ok=True)
    shutil.copytree(build, home.builds / build.name)
    for link in (source.current, source.database):
        (home.warehouse / link.name).symlink_to(link.readlink())
    (home.documents / _FOLDER).mkdir()
    for document in documents:
        (home.documents / _FOLDER / document.file_name).write_bytes(document.data)
        store.write(document.key, document.paper.frames())
    return home


def build(home: Home, *given: Path) -> subprocess.CompletedProcess[str]:
    """`yusuan build` of a home in a process of its own, with files and folders given to it."""
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'dagster_project'}"}
    command = [sys.executable, "-m", "yusuan.cli", "build", *map(str, given), "--home", str(home.root)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)


def _store(home: Home) -> SetStore:
    return SetStore(home.extracted, reader_version(SEEDS))
