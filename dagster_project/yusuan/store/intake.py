"""Documents given on the command line, copied into raw/documents.

Belongs here: copying, with readable names that cannot leave the folder. Does not: judging what the files are (discovery
does). What cannot be copied is left out, with its reason, and the rest goes on.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.store.files import FOLDER, Met, looks_like_document, open_file, same_bytes, walk, why
from yusuan.store.left_out import record_left_out
from yusuan.store.names import MOST_BYTES, marked, readable

_TRIES = 3  # of copying a file that somebody writes
_ABANDONED = 86_400.0  # seconds: an unfinished copy older than this belongs to no process any more
_BLOCK = 1 << 20
# What a name can do to a copy; anything else (a full disk, no right to write) would befall every document.
_OF_THE_NAME = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EILSEQ, errno.EINVAL}
_OF_LINKS = {
    errno.ENOENT: "the symbolic link leads nowhere",
    errno.ELOOP: "the symbolic link leads nowhere",
    errno.EISDIR: "a symbolic link to a folder is not followed",
}


@dataclass
class Intake:
    """What became of the files given: `written` now; `kept`, those and the equal ones that were there; `left_out`.

    `left_out`: the name that a file would have below raw/documents → why it is not there.
    """

    written: list[Path] = field(default_factory=list)
    kept: set[Path] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)


class _LeftOutError(Exception):
    """One file cannot be copied; says why."""


def present(given: Iterable[str | Path]) -> list[Path]:
    """The documents and folders given, all of which are there; raises YusuanError before anything is made or copied."""
    sources = {}
    for item in given:
        try:
            source = Path(item) if os.path.lexists(item) else Path(item).expanduser()
            sources[item] = source.resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            what = "no such document or folder"
            if isinstance(error, OSError) and error.errno not in (errno.ENOENT, errno.ENOTDIR):
                what = f"this document or folder cannot be reached ({why(error)})"
            raise YusuanError(what, readable(str(item)), "check the path") from error
    return list(sources.values())


def take_in(home: Home, given: Iterable[str | Path], *, keep_top: bool = True) -> Intake:
    """Copy the files and folders given into raw/documents and say what became of each.

    A file goes to its own name, a folder keeps its name (unless `keep_top` is false) and what is below it, all in
    readable characters. Bytes that are there already under that name are not copied again; other bytes under a taken
    name get a suffix from their hash.
    """
    taken = Intake()
    for source in present(given):
        if source.is_relative_to(home.documents):
            continue
        if home.documents.is_relative_to(source):
            raise YusuanError(
                "this folder holds the home's own raw/documents", readable(str(source)), "give the documents only"
            )
        incoming = _incoming(home)
        left_out: dict[str, tuple[Path, str]] = {}
        for met in _met(source):
            name = _name_of(source, met.path, keep_top)
            try:
                _take(met, home.documents / os.fsdecode(name.encode()), incoming, taken)
            except _LeftOutError as error:
                if name in left_out:
                    name = marked(name, hashlib.sha256(os.fsencode(met.path)).hexdigest()[:8])
                left_out[name] = (met.path, f"it was given and could not be copied: {error}")
        record_left_out(home, source, left_out)
        taken.left_out.update((name, reason) for name, (_, reason) in left_out.items())
    return taken


def _met(source: Path) -> Iterator[Met]:
    """The file given, or what lies below the folder given, in order."""
    if source.is_dir():
        if looks_like_document(source.name):
            yield Met(source, "folder", FOLDER)
        yield from sorted(walk(source), key=lambda met: met.path)
    else:
        yield Met(source, "file")


def _name_of(source: Path, path: Path, keep_top: bool) -> str:
    """The readable name below raw/documents of a file that was given as, or lies below, `source`."""
    top = source.name.lstrip(".") or "documents"  # what is hidden would not be looked at
    parts = path.relative_to(source).parts
    return "/".join(_fitting(part) for part in ((top, *parts) if keep_top or not parts else parts))


def _fitting(part: str) -> str:
    """One name of a path as readable text that a file system takes: Chinese is longer in UTF-8 than in GBK."""
    name = readable(part)
    if len(name.encode()) <= MOST_BYTES:
        return name
    return marked(name, hashlib.sha256(os.fsencode(part)).hexdigest()[:8])


def _take(met: Met, target: Path, incoming: Path, taken: Intake) -> None:
    """Copy one file; raises _LeftOutError when it, or its name, does not allow that."""
    try:
        if met.problem == FOLDER:
            # Discovery turns it away with the reason, not this in silence.
            target.mkdir(parents=True, exist_ok=True)
        elif met.kind == "folder":
            raise _LeftOutError(met.problem)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            placed, is_new = _placed(met, target, incoming)
            taken.kept.add(placed)
            if is_new:
                taken.written.append(placed)
    except OSError as error:
        if error.errno in _OF_THE_NAME:
            raise _LeftOutError(why(error)) from error
        where = f"{readable(str(met.path))} → {readable(str(target))}"
        raise YusuanError("a document could not be copied", where, why(error)) from error


def _placed(met: Met, target: Path, incoming: Path) -> tuple[Path, bool]:
    """Where the file's bytes lie now, and whether they are new there."""
    with _open(met) as given:
        if _holds(target, given):
            return target, False
    unfinished = incoming / secrets.token_hex(8)
    try:
        digest = _copy(met, unfinished)
        other_name = marked(os.fsencode(target.name).decode(), digest[:8])
        for path in (target, target.with_name(os.fsdecode(other_name.encode()))):
            if _renamed(unfinished, path):
                return path, True
            with unfinished.open("rb") as copy:
                if _holds(path, copy):
                    return path, False
    finally:
        unfinished.unlink(missing_ok=True)
    raise _LeftOutError("its name is taken by another file")


def _holds(path: Path, given: BufferedReader) -> bool:
    """Whether a file is there and has the bytes of an open one."""
    try:
        with open_file(path) as there:
            return same_bytes(there, given)
    except OSError:
        return False  # which of the two cannot be read is found out, and told, when it is copied


def _open(met: Met) -> BufferedReader:
    """Open what is to be copied, through links: who gives a folder of links means the files."""
    try:
        return open_file(met.path, follow=True)
    except OSError as error:
        raise _LeftOutError((_OF_LINKS if met.kind == "link" else {}).get(error.errno or 0, why(error))) from error


def _copy(met: Met, unfinished: Path) -> str:
    """Copy a file as it is at one moment and return its SHA-256; raises _LeftOutError when it never comes to rest."""
    for _ in range(_TRIES):
        digest = hashlib.sha256()
        with _open(met) as given, unfinished.open("wb") as copy:
            before = _state(given)
            while copy.tell() <= before[0] and (block := _read(given)):  # one that grows may never end
                digest.update(block)
                copy.write(block)
            if _state(given) == before and copy.tell() == before[0]:
                return digest.hexdigest()
    raise _LeftOutError("it was being written all the while it was copied")


def _read(given: BufferedReader) -> bytes:
    try:
        return given.read(_BLOCK)
    except OSError as error:
        raise _LeftOutError(why(error)) from error


def _state(given: BufferedReader) -> tuple[int, int]:
    state = os.fstat(given.fileno())
    return state.st_size, state.st_mtime_ns


def _renamed(unfinished: Path, path: Path) -> bool:
    """Name a copy unless the name is taken: of two processes that want one name, one gets it."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno in _OF_THE_NAME:
            raise
        if os.path.lexists(path):  # a file system without hard links
            return False
        unfinished.rename(path)
    return True


def _incoming(home: Home) -> Path:
    """The folder of unfinished copies: a hidden one, so that no build sees them."""
    folder = home.documents / ".incoming"
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if time.time() - _last_change(entry) > _ABANDONED:
            entry.unlink(missing_ok=True)
    return folder


def _last_change(entry: Path) -> float:
    try:
        state = entry.lstat()
    except FileNotFoundError:
        return time.time()
    return state.st_mtime if stat.S_ISREG(state.st_mode) else time.time()
