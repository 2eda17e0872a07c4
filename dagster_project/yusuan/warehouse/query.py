"""Read-only queries on the published warehouse, and their results as text with every digit kept.

Belongs here: opening the published database safely, limits of a query, and printing rows. Does not: writing, or any
query of our own.
"""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.sql_text import attach
from yusuan.store.names import printable
from yusuan.warehouse.build import Build
from yusuan.warehouse.publish import main_tables, require_published

_GAP, _LEAST = 2, 8  # columns of a terminal: between two of a table, and that a text keeps
_NO_TABLE = re.compile(r'Table with name "?([^"\s]+)"? does not exist')
_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


@dataclass(frozen=True)
class QueryLimits:
    """What one query may take before it is stopped."""

    seconds: float = 300.0
    rows: int = 1_000_000
    memory: str = "4GB"
    spill: str = "10GB"


LIMITS = QueryLimits()


@contextmanager
def open_published(home: Home, limits: QueryLimits = LIMITS) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read the published warehouse and nothing else: no files, no network, no settings.

    What a query cannot hold in memory lies in a folder of its own while the connection is open, never in the build.
    """
    # The link is followed first: the connection then stays on its build, whatever is published meanwhile.
    database = require_published(home).resolve()
    with (
        TemporaryDirectory(prefix="yusuan-query-") as spill,
        duckdb.connect(
            str(database),
            read_only=True,
            config={
                "enable_external_access": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": limits.memory,
                "temp_directory": spill,
                "max_temp_directory_size": limits.spill,
                "disabled_optimizers": "top_n_window_elimination",  # as in dbt/profiles.yml
                "lock_configuration": "true",
            },
        ) as connection,
    ):
        yield connection


def open_build(build: Build) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a build's database, with its stages file beside it as `stages`."""
    connection = duckdb.connect(str(build.database), read_only=True)
    attach(connection, build.stages, "stages")
    return connection


def run_query(home: Home, query: str, limits: QueryLimits = LIMITS) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The column names and rows of one reading statement; raises YusuanError for anything else, and past a limit."""
    with open_published(home, limits) as connection, _stopped_after(connection, limits.seconds):
        cursor = reading_statement(connection, query)
        try:
            names, rows = [column[0] for column in cursor.description or []], cursor.fetchmany(limits.rows + 1)
        except duckdb.Error as error:
            raise _failed(error) from error
    if len(rows) > limits.rows:
        raise YusuanError(
            f"the query has more than {limits.rows:,} rows", do="ask for fewer (LIMIT), or take them by `yusuan export`"
        )
    return names, rows


@contextmanager
def _stopped_after(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Stop what the connection does when the time is over."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except YusuanError as error:
        if not isinstance(error.__cause__, duckdb.InterruptException):
            raise
        raise YusuanError(
            f"the query took longer than {seconds:g} seconds and was stopped", do="ask for less, or give --seconds"
        ) from error
    finally:
        timer.cancel()


def reading_statement(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection:
    """One reading statement, executed; raises YusuanError for anything else."""
    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1:
            raise YusuanError(
                f"one statement is wanted, not {len(statements)}", do='for example: yusuan sql "SELECT 1"'
            )
        if statements[0].type not in _READING:
            raise YusuanError(f"the warehouse is read-only: {statements[0].type.name} is not allowed")
        return connection.execute(statements[0])
    except duckdb.CatalogException as error:
        if match := _NO_TABLE.search(str(error)):
            raise no_table(connection, match[1]) from error  # DuckDB itself would rather guess at one of its own
        raise _failed(error) from error
    except duckdb.Error as error:
        raise _failed(error) from error


def no_table(connection: duckdb.DuckDBPyConnection, name: str) -> YusuanError:
    """What to say of a table that is not there: which ones are."""
    return YusuanError(f"there is no table `{name}`", do=f"one of: {', '.join(main_tables(connection))}")


def _failed(error: duckdb.Error) -> YusuanError:
    said, _, place = str(error).partition("\n")
    if isinstance(error, duckdb.OutOfMemoryException):
        return YusuanError("the query needs more memory than a query may take", do="ask for less at once")
    return YusuanError(f"the query failed: {said}", detail=place.strip("\n"))


def render(names: Sequence[str], rows: Sequence[Sequence[Any]], form: str, width: int | None = None) -> str:
    """Rows as `table`, `csv` or `json`; decimals with all their digits, NULL as an empty field or null.

    `width`: of the terminal, if any; texts of a table are cut so that its lines fit, numbers never are.
    """
    if form == "json":
        return _json(names, rows)
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([as_text(value) for value in row] for row in rows)
        return text.getvalue().rstrip("\n")
    return _table(names, rows, width)


def as_text(value: Any) -> str:
    """One value as text with every digit kept; NULL is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (list, dict, tuple)):
        return _json_value(value)
    return str(value)


def _json_value(value: Any) -> str:
    """JSON text of one value; a decimal is a number with exactly its digits."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)}: {_json_value(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_json_value(item) for item in value) + "]"
    if isinstance(value, (datetime, date, time)):
        value = value.isoformat()
    elif value is not None and not isinstance(value, (bool, int, float, str)):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)


def _json(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [_json_value(dict(zip(names, row, strict=True))) for row in rows]
    return "[" + ",\n ".join(lines) + "]"


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]], room: int | None) -> str:
    cells = [list(names), *([_shown(value) for value in row] for row in rows)]
    numeric = [
        all(isinstance(row[i], (int, float, Decimal, type(None))) for row in rows) and bool(rows)
        for i in range(len(names))
    ]
    whole = [max(_width(row[i]) for row in cells) for i in range(len(names))]
    widths = _fitted(whole, numeric, room)
    cells = [[_cut(cell, width) for cell, width in zip(row, widths, strict=True)] for row in cells]
    cut = "; texts are cut to the terminal, --format csv shows them whole" if widths != whole else ""

    def line(row: Sequence[str]) -> str:
        padded = [
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        return "  ".join(padded).rstrip()

    rule = "  ".join("─" * width for width in widths)
    return "\n".join(
        [
            line(cells[0]),
            rule,
            *(line(row) for row in cells[1:]),
            f"({len(rows)} row{'' if len(rows) == 1 else 's'}{cut})",
        ]
    )


def _shown(value: Any) -> str:
    """A value as a terminal shows it: what the terminal would obey is escaped."""
    text = as_text(value).replace("\n", "⏎")
    return text if text.isprintable() else printable(text)


def _fitted(widths: Sequence[int], numeric: Sequence[bool], room: int | None) -> list[int]:
    """The widths of columns with the widest texts narrowed until a line fits, none below what still says something."""
    fitted = list(widths)
    while room is not None and sum(fitted) + _GAP * (len(fitted) - 1) > room:
        texts = [i for i, width in enumerate(fitted) if not numeric[i] and width > _LEAST]
        if not texts:
            break
        fitted[max(texts, key=lambda i: fitted[i])] -= 1
    return fitted


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while _width(text) >= width:
        text = text[:-1]
    return text + "…"


def _width(text: str) -> int:
    """Columns that a terminal gives the text: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
