"""Names of strangers' files as people read them: any bytes in, printable text out, and no two files alike.

Belongs here: decoding, escaping and telling apart names. Does not: opening the files, whose names keep
their bytes on the disk.

A file system's names are bytes. Archives packed in China often hold GBK, and a name may hold line ends or a terminal's
commands. What is shown, stored and declared is readable; what is opened is the path as the disk has it.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from itertools import count
from pathlib import PurePosixPath

MOST_BYTES = 255  # of one name on the usual file systems
_LONGEST_ENDING = 16  # characters: what is longer is no ending
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # commands, marks of direction and the like, halves of pairs, line ends
_NO_TEXT = {"Cc", "Cn", "Co", "Cs"}  # decoded to these, bytes were in another encoding


def printable(text: str) -> str:
    """Text in which what a terminal would obey, or nobody would see, is a backslash escape."""
    return "".join(_escaped(char) if unicodedata.category(char) in _UNSEEN else char for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def readable(path: str) -> str:
    """A path as it is shown: each of its names by itself, as UTF-8, else as GB 18030, else with its bytes escaped.

    `path` is as Python has it of the disk. Two paths may read alike: `told_apart` sees to that.
    """
    return "/".join(printable(_decoded(name)) for name in os.fsencode(path).split(b"/"))


def _decoded(name: bytes) -> str:
    text = name.decode("utf-8", "surrogateescape")
    lost = sum("\udc80" <= char <= "\udcff" for char in text)
    # A long name that was cut within a character is UTF-8 all the same.
    if 4 * lost > sum(byte >= 0x80 for byte in name):
        try:
            chinese = name.decode("gb18030")
        except UnicodeDecodeError:
            chinese = ""
        if chinese.encode("gb18030") == name and not any(unicodedata.category(char) in _NO_TEXT for char in chinese):
            return chinese
    return name.decode("utf-8", "backslashreplace") if lost else text


def told_apart(paths: Iterable[str]) -> dict[str, str]:
    """Path → the name it goes by: readable, and different for different paths.

    A path that is readable as it is keeps itself; another whose name is taken gets a mark from the hash of its bytes.
    """
    shown = {path: readable(path) for path in paths}
    taken = {name for path, name in shown.items() if os.fsencode(path) == name.encode()}
    for path in sorted(shown, key=os.fsencode):
        if os.fsencode(path) == shown[path].encode():
            continue
        plain, mark = shown[path], sha256(os.fsencode(path)).hexdigest()[:8]
        for number in count():
            if shown[path] not in taken:
                break
            shown[path] = marked(plain, f"{mark}-{number}" if number else mark)
        taken.add(shown[path])
    return shown


def marked(path: str, mark: str) -> str:
    """The path with a mark before its ending; a name that would become too long for a file system loses its tail."""
    whole = PurePosixPath(path)
    ending = whole.suffix if len(whole.suffix) <= _LONGEST_ENDING else ""
    room = MOST_BYTES - len(f"-{mark}{ending}".encode())
    stem = whole.name.removesuffix(ending).encode()[:room].decode("utf-8", "ignore")
    return str(whole.with_name(f"{stem}-{mark}{ending}"))
