"""A hash of what a package's code does: comments, docstrings and formatting are left out.

Belongs here: code → hash, and remembering it (beside the bytecode, where Python may write it), since the syntax trees
of a package take a fifth of a second.
Does not: which packages or libraries matter to whom (reader).
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_KEPT = "code_hash.json"
_KNOWN: dict[str, str] = {}  # what is written → what it does, of this process


def code_hash(package: Path) -> str:
    """The hash of all files of a package, 64 hex digits; Python by its syntax tree, anything else by its bytes.

    Raises SyntaxError where a file is no Python.
    """
    files = {path.relative_to(package).as_posix(): path.read_bytes() for path in _files(package)}
    parts = [sys.version.encode(), Path(__file__).read_bytes(), *(b for n, c in files.items() for b in (n.encode(), c))]
    written = _digest(parts)
    kept = package / "__pycache__" / _KEPT
    found = _KNOWN.get(written) or _look_up(kept, written)
    if found is None:
        found = _digest([b for name, content in files.items() for b in (name.encode(), _meaning(name, content))])
        _keep(kept, written, found)
    _KNOWN[written] = found
    return found


def _files(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
            yield path


def _digest(parts: list[bytes]) -> str:
    return hashlib.sha256(b"\n".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _meaning(name: str, content: bytes) -> bytes:
    if not name.endswith(".py"):
        return content
    tree = ast.parse(content, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and _has_docstring(
            node
        ):
            del node.body[0]
    return ast.dump(tree).encode()


def _has_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return ast.get_docstring(node, clean=False) is not None


def _look_up(kept: Path, written: str) -> str | None:
    try:
        entry = json.loads(kept.read_bytes())
        return str(entry["code"]) if entry["written"] == written else None
    except (OSError, ValueError, KeyError, TypeError):  # not there, or no longer what we wrote: computed anew
        return None


def _keep(kept: Path, written: str, code: str) -> None:
    if sys.dont_write_bytecode:
        return
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        kept.parent.mkdir(exist_ok=True)
        unfinished.write_text(json.dumps({"written": written, "code": code}), encoding="utf-8")
        unfinished.replace(kept)
    except OSError:  # an installation that cannot be written to: computed by every process
        return
