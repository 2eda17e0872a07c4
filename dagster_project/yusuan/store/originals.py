"""The documents of a build as files: from the name in the warehouse back to the bytes that were read.

Belongs here: the one way back from `file_name`. Does not: what is made of the bytes (pictures, boxes).
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import polars as pl

from yusuan.store.files import open_file


@dataclass(frozen=True)
class Originals:
    """The files below `documents`, by name: `files` has the SHA-256 of each, and its path where the name is not it."""

    documents: Path
    files: dict[str, tuple[str, str | None]]

    @classmethod
    def of(cls, manifest: Path, documents: Path) -> Originals:
        """Those that a build's manifest names."""
        rows = pl.scan_parquet(manifest).filter(pl.col("sha256").is_not_null())
        listed = rows.select("file_name", "sha256", "path_on_disk").collect().iter_rows()
        return cls(documents, {name: (sha256, path) for name, sha256, path in listed})

    def address(self, file_name: str) -> str | None:
        """The path of a document below the folder as a part of an address; None where no such file is there."""
        encoded = self.files.get(file_name, ("", None))[1] or quote(os.fsencode(file_name))
        path = self.documents / os.fsdecode(unquote_to_bytes(encoded))
        return encoded if file_name in self.files and os.path.lexists(path) else None

    def read(self, file_name: str) -> bytes | None:
        """The bytes of a document; None where they are not there any more, or are others than were read."""
        sha256, encoded = self.files.get(file_name, ("", None))
        path = os.fsdecode(unquote_to_bytes(encoded)) if encoded else file_name
        try:
            with open_file(self.documents / path) as file:
                data = file.read()
        except (OSError, ValueError):
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None
