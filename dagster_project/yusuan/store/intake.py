"""Documents given on the command line, copied into raw/documents.

Belongs here: copying, with names that cannot leave the folder. Does not: judging what the files are (discovery does).
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.store.discovery import is_side_file, looks_like_document


def present(given: Iterable[str | Path]) -> list[Path]:
    """The documents and folders given, all of which are there; raises YusuanError before anything is made or copied."""
    sources = {item: Path(item).expanduser().resolve() for item in given}
    for item, source in sources.items():
        if not source.exists():
            raise YusuanError("no such document or folder", str(item), "check the path")
    return list(sources.values())


def take_in(home: Home, given: Iterable[str | Path]) -> list[Path]:
    """Copy the files and folders given into raw/documents and return the paths that were written.

    A file goes to its own name; a folder keeps its name and what is below it. Bytes that are there already under
    that name are not copied again; other bytes under a taken name get a suffix from their hash.
    """
    written: list[Path] = []
    for source in present(given):
        if source.is_relative_to(home.documents):
            continue
        if home.documents.is_relative_to(source):
            raise YusuanError("this folder holds the home's own raw/documents", str(source), "give the documents only")
        for path, relative in _files_of(source):
            target = _copy(path, home.documents / relative)
            if target:
                written.append(target)
    return written


def _files_of(source: Path) -> Iterator[tuple[Path, PurePosixPath]]:
    if not source.is_dir():
        yield source, PurePosixPath(source.name)
        return
    top = PurePosixPath(source.name or "documents")
    for folder, folders, files in os.walk(source, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = top / Path(folder).relative_to(source).as_posix()
        if looks_like_document(below.name):
            # A folder with a document's name is turned away by discovery, with the reason, not here in silence.
            yield Path(folder), below
        for name in sorted(files):
            path = Path(folder) / name
            if path.is_file() and not is_side_file(path):
                yield path, below / name


def _copy(source: Path, target: Path) -> Path | None:
    """Copy one file by way of a temporary name; None when its bytes are there already."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            target.mkdir(exist_ok=True)
            return None
        if target.exists():
            if target.is_file() and filecmp.cmp(source, target, shallow=False):
                return None
            with source.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            target = target.with_name(f"{target.stem}-{digest[:8]}{target.suffix}")
            if target.exists():
                return None
        unfinished = target.with_name(f".{target.name[-40:]}.part")
        shutil.copyfile(source, unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise YusuanError(
            "a document could not be copied", f"{source} → {target}", str(error.strerror or error)
        ) from error
    return target
