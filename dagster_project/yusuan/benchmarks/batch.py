"""One dbt run over the copies of a document, and what the warehouse says of them.

Belongs here: the run, and reading its findings and readings. Does not: choosing or judging trials (faults).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import polars as pl

from yusuan.benchmarks.copies import Raw, Trial, lay_out
from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT, Home
from yusuan.reconciliation.equations import Equation
from yusuan.store.corrections import CORRECTIONS
from yusuan.warehouse import dbt
from yusuan.warehouse.build import Build, begin

_MODELS = (
    "+finding",
    "+finding_result",
    "+finding_amount",
    "+published_amount",
    "+reconciliation_result",
    "+reconciliation_term",
)
_VERSION = "benchmark"


@dataclass(frozen=True)
class Amount:
    """A figure of the document that may be changed: `tolerances` of the non-trivial equalities that hold through it.

    `is_apart`: two of them are exact and vouch for it each by its own, so that what it was can be proven.
    """

    key: str
    text: str
    number: Decimal
    decimals: int
    yuan_per_unit: Decimal
    tolerances: tuple[Decimal, ...]
    is_apart: bool = False

    @property
    def covering(self) -> int:
        """How many identities vouch for it."""
        return len(self.tolerances)


@dataclass(frozen=True)
class Outcome:
    """What the warehouse says of one copy.

    `broken`: the figures in identities that break; `located`, `blamed`: what findings hold wrong, or may be;
    `readings`: figure → (reading, yuan) of those that are not read as the text says.
    """

    broken: frozenset[str]
    located: frozenset[str]
    blamed: frozenset[str]
    readings: dict[str, tuple[str, Decimal | None]]


@contextmanager
def reconciled(copies: Sequence[tuple[Raw, Trial]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with every copy reconciled, for as long as the context lasts.

    Raises YusuanError when dbt fails.
    """
    with TemporaryDirectory(prefix="yusuan-bench-") as folder:
        home = Home(Path(folder))
        home.make()
        build = begin(home)
        lay_out(copies, _VERSION, build)
        pl.DataFrame(schema=CORRECTIONS).write_parquet(build.corrections)
        _dbt(build)
        with duckdb.connect(str(build.database), read_only=True) as connection:
            yield connection


def _dbt(build: Build) -> None:
    arguments = dbt.build_arguments(build, _VERSION, "benchmark")
    arguments += ["--exclude-resource-type", "test", "--select", *_MODELS]
    build.dbt_target.mkdir()
    code = dbt.run(
        arguments,
        dbt.environment(DBT_PROJECT, build.database, build.dbt_target),
        DBT_PROJECT,
        build.dbt_log,
        lambda _line: None,
    )
    failed = [result for result in dbt.node_results(build.dbt_target) if result.stops]
    if code or failed:
        what = f"{failed[0].name}: {failed[0].message}" if failed else build.dbt_log.read_text(encoding="utf-8")[-400:]
        raise YusuanError("dbt failed in the benchmark", what)


def amounts_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Amount]]:
    """Document → its figures of money, read exactly, not printed again; keys without the number of the copy."""
    rows = connection.execute(
        """
        SELECT
            amount.document_key, amount.amount_key, amount.amount_text, amount.amount, cell.number_decimals,
            placed.yuan_per_unit
        FROM main.published_amount AS amount
        INNER JOIN staging.stg_cell AS cell ON amount.amount_key = cell.cell_key
        INNER JOIN intermediate.int_amount AS placed ON amount.amount_key = placed.amount_key
        WHERE
            amount.measure IN ('money', 'change') AND amount.reading = 'exact' AND amount.repeat_of IS NULL
            AND amount.amount IS NOT NULL AND placed.yuan_per_unit IS NOT NULL
        ORDER BY amount.amount_key
        """
    ).fetchall()
    vouching = _vouching(connection)
    found: dict[str, list[Amount]] = {}
    for document, key, text, value, decimals, unit in rows:
        through = vouching.get(key, [])
        tolerances = tuple(identity.tolerance for identity in through if not identity.equation.trivial)
        amount = Amount(_plain(key), text, value, decimals or 0, Decimal(unit), tolerances, _is_apart(key, through))
        found.setdefault(_plain(document), []).append(amount)
    return found


class _Identity(NamedTuple):
    """An equality that holds; of its sides and signs nothing is known here."""

    equation: Equation
    tolerance: Decimal
    exact: bool


def _vouching(connection: duckdb.DuckDBPyConnection) -> dict[str, list[_Identity]]:
    """Figure → the equalities that hold through it, those of zeros left out."""
    rows = connection.execute(
        """
        WITH term AS (
            SELECT
                term.result_key, coalesce(term.amount_key, term.prose_figure_key) AS figure,
                concat_ws('|', amount.table_key, amount.page_number, amount.row_label) AS place
            FROM main.reconciliation_term AS term
            LEFT JOIN main.published_amount AS amount ON term.amount_key = amount.amount_key
        )

        SELECT
            result.result_key, list(DISTINCT term.figure), any_value(result.tolerance_yuan),
            any_value(result.trivial), any_value(result.residual_yuan = 0),
            CASE WHEN count(DISTINCT term.place) = 1 THEN any_value(term.place) ELSE '' END
        FROM main.reconciliation_result AS result
        INNER JOIN term ON result.result_key = term.result_key
        INNER JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
        WHERE
            result.verdict IN ('exact', 'rounding') AND rule.relation = '='
            AND (NOT result.trivial OR result.left_yuan <> 0)
        GROUP BY result.result_key ORDER BY result.result_key
        """
    ).fetchall()
    found: dict[str, list[_Identity]] = {}
    for key, figures, tolerance, trivial, exact, place in rows:
        terms = tuple((figure, 1) for figure in figures)
        for figure in figures:
            identity = _Identity(Equation(key, terms, trivial=trivial, row=place), tolerance, exact)
            found.setdefault(figure, []).append(identity)
    return found


def _is_apart(key: str, through: Sequence[_Identity]) -> bool:
    exact = [identity.equation for identity in through if identity.exact]
    return any(a.stands_apart(b, key) for a, b in combinations(exact, 2))


def _plain(key: str) -> str:
    return key.rsplit(".", 1)[0]


def outcomes(connection: duckdb.DuckDBPyConnection) -> dict[int, Outcome]:
    """What the warehouse says, by the number of the copy; keys without it."""
    broken = _by_copy(
        connection,
        """
        SELECT amount_key FROM main.reconciliation_term
        SEMI JOIN (SELECT result_key FROM main.reconciliation_result WHERE verdict = 'break') USING (result_key)
        WHERE amount_key IS NOT NULL
        """,
    )
    held = "SELECT coalesce(amount_key, prose_figure_key) FROM main.finding_amount"
    located = _by_copy(connection, f"{held} WHERE role = 'located'")
    blamed = _by_copy(connection, held)
    readings: dict[int, dict[str, tuple[str, Decimal | None]]] = {}
    for key, reading, yuan in connection.execute(
        "SELECT amount_key, reading, repaired_amount_yuan FROM main.published_amount WHERE reading <> 'exact'"
    ).fetchall():
        plain, number = key.rsplit(".", 1)
        readings.setdefault(int(number), {})[plain] = (reading, yuan)
    numbers = sorted({*broken, *located, *blamed, *readings})
    empty: frozenset[str] = frozenset()
    return {
        n: Outcome(broken.get(n, empty), located.get(n, empty), blamed.get(n, empty), readings.get(n, {}))
        for n in numbers
    }


def _by_copy(connection: duckdb.DuckDBPyConnection, query: str) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for (key,) in connection.execute(query).fetchall():
        plain, number = key.rsplit(".", 1)
        found.setdefault(int(number), set()).add(plain)
    return {number: frozenset(keys) for number, keys in found.items()}


def loaded_documents(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Loaded documents of a build that were read from digital files: key, name, amounts."""
    return connection.execute(
        """
        SELECT document.document_key, document.file_name, count(*) AS amounts
        FROM main.dim_document AS document
        INNER JOIN main.published_amount AS amount ON document.document_key = amount.document_key
        WHERE document.status = 'loaded' AND document.reader NOT IN ('ocr', 'text', 'markdown')
        GROUP BY ALL HAVING bool_and(amount.confidence IS NULL) ORDER BY document.file_name
        """
    ).pl()
