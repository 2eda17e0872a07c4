"""Documents that were loaded and are out of reach now: their folder or file cannot be opened, or the folder is gone.

Belongs here: telling these from documents that a person took out, by the manifest alone. A lost mount leaves nothing
to compare, so it would look like a withdrawal. Does not: whether a build may be published (gate).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

import polars as pl


def out_of_reach(loaded: Mapping[str, str], manifest: pl.DataFrame) -> dict[str, str]:
    """Folder or file below raw/documents → what is lost with it.

    `loaded`: document_key → file_name of what the last build had; `manifest`: of this build. A document that lies
    elsewhere now is not lost, nor is one that was taken out of a folder in which others are left.
    """
    met = manifest.filter(pl.col("sha256").is_not_null())
    there, names = set(met["document_key"]), met["file_name"]
    alive = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    unread = manifest.filter(pl.col("sha256").is_null()).select("file_name", "file_status_reason")
    closed = {name: why for name, why in unread.iter_rows() if name not in alive}
    lost: dict[str, list[str]] = {}
    for key, name in sorted(loaded.items(), key=lambda item: item[1]):
        if key in there:
            continue
        folders = [str(folder) for folder in reversed(PurePosixPath(name).parents)][1:]
        place = next((place for place in [*folders, name] if place in closed), None)
        place = place or next((folder for folder in folders if folder not in alive), None)
        if place:
            lost.setdefault(place, []).append(name)
    return {place: _told(place, names, closed.get(place)) for place, names in lost.items()}


def _told(place: str, names: list[str], reason: str | None) -> str:
    if names == [place]:
        return f"was loaded, but now {reason}"
    documents = f"held {len(names)} document{'s' if len(names) > 1 else ''} that were loaded"
    return f"{documents}, but now {reason}" if reason else f"{documents}, and is gone or empty now"
