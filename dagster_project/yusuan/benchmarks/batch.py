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
from yusuan.paths import Home
from yusuan.reconciliation.equations import Equation
from yusuan.store.corrections import CORRECTIONS
from yusuan.store.sets import SetStore
from yusuan.warehouse import dbt, document_stage
from yusuan.warehouse.build import Build, begin
from yusuan.warehouse.corpus_stage import SEEDS
from yusuan.warehouse.dbt_manifest import parsed_project
from yusuan.warehouse.pairing import PAIRING
from yusuan.warehouse.query import open_build
from yusuan.warehouse.stage_inputs import lay_corrections, lay_documents

_VERSION = "benchmark"


@dataclass(frozen=True)
class Amount:
    """A figure of the document that may be changed: `tolerances` of the non-trivial equalities that hold through it.

    `is_apart`: two of them are exact and vouch for it each by its own, so that what it was can be proven. `is_misled`:
    the header of its table misleads, and figures proved what its columns are.
    """

    key: str
    text: str
    number: Decimal
    decimals: int
    yuan_per_unit: Decimal
    tolerances: tuple[Decimal, ...]
    is_apart: bool = False
    is_misled: bool = False

    @property
    def covering(self) -> int:
        """How many identities vouch for it."""
        return len(self.tolerances)


@dataclass(frozen=True)
class Outcome:
    """What the warehouse says of one copy.

    `broken`: the figures in identities that break; `located`, `blamed`: what findings hold wrong, or may be;
    `readings`: figure → (reading, yuan) of those that are not read as the text says; `doubted`: tables whose layout is
    not understood.
    """

    broken: frozenset[str]
    located: frozenset[str]
    blamed: frozenset[str]
    readings: dict[str, tuple[str, Decimal | None]]
    doubted: frozenset[str] = frozenset()


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
        _work_out(build)
        with open_build(build) as connection:
            yield connection


def _work_out(build: Build) -> None:
    """The document stage over the copies, as a build runs it."""
    manifest = pl.read_parquet(build.manifest)
    holders = dict(manifest.select("document_key", "set_name").iter_rows())
    lay_corrections(build.stages, pl.DataFrame(schema=CORRECTIONS))
    raw = SetStore(build.home.extracted, _VERSION)
    lay_documents(build.stages, raw, holders, manifest, pl.DataFrame(schema=PAIRING))
    selection = [*document_stage.SELECTION, SEEDS]
    results = dbt.run_build(build, parsed_project(), selection, lambda _line: None, tests=False)
    failed = [result for result in results if result.stops]
    if failed:
        raise YusuanError("dbt failed in the benchmark", f"{failed[0].name}: {failed[0].message}")


def amounts_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Amount]]:
    """Document → its figures of money, read exactly, not printed again; keys without the number of the copy."""
    rows = connection.execute(
        """
        SELECT
            amount.document_key, amount.amount_key, amount.amount_text, amount.amount, cell.number_decimals,
            amount.yuan_per_unit,
            amount.table_key IN (SELECT table_key FROM stages.document.int_column_structure)
        FROM stages.results.doc_amount AS amount
        INNER JOIN stages.document.stg_cell AS cell ON amount.amount_key = cell.cell_key
        WHERE
            amount.measure IN ('money', 'change') AND amount.reading = 'exact' AND amount.repeat_of IS NULL
            AND amount.amount IS NOT NULL AND amount.yuan_per_unit IS NOT NULL
        ORDER BY amount.amount_key
        """
    ).fetchall()
    vouching = _vouching(connection)
    found: dict[str, list[Amount]] = {}
    for document, key, text, value, decimals, unit, is_misled in rows:
        through = vouching.get(key, [])
        tolerances = tuple(identity.tolerance for identity in through if not identity.equation.trivial)
        is_apart = _is_apart(key, through)
        amount = Amount(_plain(key), text, value, decimals or 0, Decimal(unit), tolerances, is_apart, is_misled)
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
            FROM stages.results.doc_result_term AS term
            LEFT JOIN stages.results.doc_amount AS amount ON term.amount_key = amount.amount_key
        )

        SELECT
            result.result_key, list(DISTINCT term.figure), any_value(result.tolerance_yuan),
            any_value(result.trivial), any_value(result.residual_yuan = 0),
            CASE WHEN count(DISTINCT term.place) = 1 THEN any_value(term.place) ELSE '' END
        FROM stages.results.doc_result AS result
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
        SELECT amount_key FROM stages.results.doc_result_term
        SEMI JOIN (SELECT result_key FROM stages.results.doc_result WHERE verdict = 'break') USING (result_key)
        WHERE amount_key IS NOT NULL
        """,
    )
    held = "SELECT coalesce(amount_key, prose_figure_key) FROM stages.results.doc_finding_amount"
    located = _by_copy(connection, f"{held} WHERE role = 'located'")
    blamed = _by_copy(connection, held)
    readings: dict[int, dict[str, tuple[str, Decimal | None]]] = {}
    for key, reading, yuan in connection.execute(
        "SELECT amount_key, reading, repaired_amount_yuan FROM stages.results.doc_amount WHERE reading <> 'exact'"
    ).fetchall():
        plain, number = key.rsplit(".", 1)
        readings.setdefault(int(number), {})[plain] = (reading, yuan)
    doubted = _by_copy(connection, "SELECT table_key FROM stages.document.int_layout_doubt")
    numbers = sorted({*broken, *located, *blamed, *readings, *doubted})
    empty: frozenset[str] = frozenset()
    return {
        n: Outcome(
            broken.get(n, empty),
            located.get(n, empty),
            blamed.get(n, empty),
            readings.get(n, {}),
            doubted.get(n, empty),
        )
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
