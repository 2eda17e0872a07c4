"""The reviewed papers: the list, which of them a run reads, and their files.

The papers are not part of the project. `YUSUAN_CORPUS` names a folder that holds them; they are found by their
SHA-256, whatever they are called. The shortest of each place is read; `YUSUAN_CORPUS_ALL=1` reads all.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

Entry = dict[str, Any]

LIST = Path(__file__).with_name("published.jsonl")
FOLDER = os.environ.get("YUSUAN_CORPUS")
EVERYTHING = os.environ.get("YUSUAN_CORPUS_ALL") == "1"

in_corpus = pytest.mark.skipif(not FOLDER, reason="YUSUAN_CORPUS names no folder of published papers: left out")


def entries() -> list[Entry]:
    """The reviewed papers, one record each."""
    return [json.loads(line) for line in LIST.read_text(encoding="utf-8").splitlines()]


def sample(everything: bool = EVERYTHING) -> list[Entry]:
    """All papers, or the shortest of each place."""
    if everything:
        return entries()
    of_place: dict[str, Entry] = {}
    for entry in sorted(entries(), key=lambda entry: (entry["pages"], entry["sha256"])):
        of_place.setdefault(entry["file"].split("/")[0], entry)
    return list(of_place.values())


def sample_files() -> list[Path]:
    """The files of the sampled papers; the test fails where one is not below the folder."""
    wanted = {entry["sha256"] for entry in sample()}
    files: dict[str, Path] = {}
    for path in sorted(Path(FOLDER or "").rglob("*.pdf")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in wanted:
            files.setdefault(digest, path)
    missing = [entry["file"] for entry in sample() if entry["sha256"] not in files]
    assert not missing, f"{len(missing)} papers of the list are not below {FOLDER}: {missing[:3]}"
    return list(files.values())
