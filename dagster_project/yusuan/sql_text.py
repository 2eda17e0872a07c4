"""Values and files as text of SQL, where a statement takes no parameters or pays for them.

Belongs here: literals, lists of them, and attaching a file. Does not: any query.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb


def literal(value: str | Path) -> str:
    """A text or a path as a literal."""
    return "'" + str(value).replace("'", "''") + "'"


def array(texts: Iterable[str | Path | None]) -> str:
    """Texts as an array of literals; with parameters DuckDB would load pandas first, and take seconds."""
    return f"[{', '.join('NULL' if text is None else literal(text) for text in texts)}]::VARCHAR[]"


def listed(keys: Iterable[str]) -> str:
    """Texts as a subquery."""
    return f"(SELECT unnest({array(keys)}))"


def attach(connection: duckdb.DuckDBPyConnection, database: Path, name: str) -> None:
    """Attach a database under a name, to be read only."""
    connection.execute(f"ATTACH {literal(database)} AS {name} (READ_ONLY)")
