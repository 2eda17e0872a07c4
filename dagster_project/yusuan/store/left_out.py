"""What was given to a home and could not be copied into it: told by every build until it is given again.

Belongs here: the records of it, raw/left_out/KEY.json, one for each file. Does not: copying (intake), telling of it
(manifest).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from yusuan.paths import Home
from yusuan.store.files import whole_file


def left_out_of(home: Home) -> dict[str, str]:
    """The name that each file would have below raw/documents → why it is not there."""
    return {name: reason for _, name, reason, _ in _records(home)}


def record_left_out(home: Home, given: Path, left_out: Mapping[str, tuple[Path, str]]) -> None:
    """Replace what is recorded of the file or folder `given`. `left_out`: name below raw/documents → (file, reason)."""
    for record, name, _, source in _records(home):
        if name not in left_out and source.is_relative_to(given):
            record.unlink(missing_ok=True)
    for name, (source, reason) in left_out.items():
        home.left_out.mkdir(parents=True, exist_ok=True)
        record = home.left_out / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"
        content = {"file": name, "reason": reason, "given": os.fsencode(source).hex()}
        with whole_file(record) as unfinished:
            unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _records(home: Home) -> Iterator[tuple[Path, str, str, Path]]:
    """Each record's own file, the name below raw/documents, the reason, and the file that was given."""
    for record in sorted(home.left_out.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # gone meanwhile, or not ours
            content = json.loads(record.read_text(encoding="utf-8"))
            source = Path(os.fsdecode(bytes.fromhex(content["given"])))
            yield record, str(content["file"]), str(content["reason"]), source
