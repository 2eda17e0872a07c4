"""How finely facts stand: each paper's printed leaves beside what the facts hold of the same subject.

    python -m tests.corpus.leaves DATABASE [--each]

Belongs here: the leaves of a paper as an auditor would find them, from printed rows and headers alone: expenditure by
function, by nature and by fund, basic expenditure by economic subject, revenue by function; and the papers whose leaves
of expenditure are not its printed total. Does not: whether facts add up to that total (expenditure_control,
fact_control).

A leaf is a subject below which its table prints none. It counts as placed as far as the facts of the paper's body, year
and stage hold money at that subject or below, of that nature or fund.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import duckdb

ZERO = Decimal(0)
# The last part of a header that says of which nature its column is; what says neither is the whole.
_NATURES = (("基本支出", "basic"), ("项目支出", "project"))
_WHOLE = re.compile(r"^(?:合计|总计|支出总计|本年支出合计|金额|小计|预算数|决算数)$")
_ORDINAL = re.compile(r"^[一二三四五六七八九十]+、")
_SHORTEST = 3  # digits of a class
# Tables that print one fund's money by function.
_FUNDS = {"general_budget_by_function": "general_public_budget", "government_fund": "government_fund"}
# Other facts, and the table that prints their leaves.
_FACTS_OF = {"basic": "general_budget_basic_by_economic", "revenue": "revenue"}
_CLOSE = Decimal("0.001")  # of a printed total, by which its leaves may miss it

_PAPERS = """
SELECT document.document_key, document.file_name, control.printed_yuan, control.unplaced_yuan
FROM expenditure_control AS control
INNER JOIN dim_document AS document USING (document_key)
WHERE control.printed_yuan IS NOT NULL
ORDER BY document.file_name
"""
_PRINTED = """
SELECT
    amount.document_key, amount.table_key, tables.table_kind, amount.row_number, amount.row_code, amount.row_label,
    amount.row_path, amount.column_path,
    coalesce(amount.corrected_amount_yuan, amount.repaired_amount_yuan, amount.amount_yuan) AS amount_yuan
FROM published_amount AS amount
INNER JOIN published_table AS tables USING (table_key)
INNER JOIN dim_document AS document ON amount.document_key = document.document_key
WHERE
    tables.table_kind IN (
        'expenditure', 'general_budget_by_function', 'government_fund', 'general_budget_basic_by_economic', 'revenue'
    )
    AND amount.row_entity = 'subject' AND amount.measure = 'money' AND amount.repeat_of IS NULL
    AND amount.amount_fiscal_year = document.fiscal_year
    AND amount.amount_stage = if(document.stage = 'final', 'final', 'original_budget')
    AND coalesce(amount.corrected_amount_yuan, amount.repaired_amount_yuan, amount.amount_yuan) <> 0
"""
_FACTS = """
WITH facts AS (
    SELECT 'expenditure' AS fact, * FROM fact_expenditure WHERE subject_level <> 'unplaced'
    UNION ALL BY NAME
    SELECT 'basic' AS fact, * FROM fact_basic_expenditure
    UNION ALL BY NAME
    SELECT 'revenue' AS fact, * FROM fact_revenue
)

SELECT
    document.document_key, fact.fact, subject.code, subject.name_full, fact.nature, fact.fund,
    sum(fact.amount_yuan) AS amount_yuan
FROM dim_document AS document
INNER JOIN dim_unit AS body ON document.unit_key = body.unit_key
INNER JOIN facts AS fact
    ON
        fact.fiscal_year = document.fiscal_year
        AND fact.stage = if(document.stage = 'final', 'final', 'original_budget')
        AND if(document.level = 'department', fact.department_key = body.department_key, fact.unit_key = body.unit_key)
INNER JOIN dim_subject AS subject ON fact.subject_key = subject.subject_key
WHERE subject.level IS DISTINCT FROM 'unplaced'
GROUP BY ALL
"""


@dataclass(frozen=True)
class Leaf:
    """Money of one subject as a table prints it; `part` is a nature, a fund or empty for all."""

    subject: str  # code, or the name where no code is printed
    has_code: bool
    part: str
    yuan: Decimal


class Held(NamedTuple):
    """What facts of a paper hold of one subject, nature and fund."""

    code: str
    names: str  # from the class down
    nature: str
    fund: str
    yuan: Decimal


@dataclass
class Share:
    """Printed money of leaves and how much of it stands in facts, in yuan."""

    printed: Decimal = ZERO
    placed: Decimal = ZERO
    short: list[tuple[str, Leaf, Decimal]] = field(default_factory=list)  # file, leaf, what facts hold of it

    def add(self, file: str, leaf: Leaf, held: Decimal) -> None:
        self.printed += leaf.yuan
        self.placed += max(ZERO, min(leaf.yuan, held))
        # Rounding of what is summed is no shortage.
        if held < leaf.yuan * Decimal("0.999") - 2000:
            self.short.append((file, leaf, held))

    @property
    def percent(self) -> float:
        return float(100 * self.placed / self.printed) if self.printed else 100.0


Printed = tuple[str, int, str | None, str, str, str, Decimal]  # table, row, code, label, path, column, yuan


def leaves(rows: Sequence[Printed], by_nature: bool) -> list[Leaf]:
    """The leaves of one kind of table in a paper: by nature where its columns name natures, else as a whole."""
    rows = _without_headings(rows)
    codes = {code for _, _, code, _, _, _, _ in rows if code}
    paths = {(table, path) for table, _, _, _, path, _, _ in rows}
    best: dict[tuple[str, int, str], tuple[Printed, Decimal]] = {}
    for row in rows:
        table, number, code, _, path, column, yuan = row
        if code and any(other != code and other.startswith(code) for other in codes):
            continue
        if not code and any(t == table and other != path and other.startswith(f"{path}/") for t, other in paths):
            continue
        part = _nature(column) if by_nature else _whole(column)
        if part is not None and ((table, number, part) not in best or best[table, number, part][1] < yuan):
            best[table, number, part] = (row, yuan)
    parts = {(table, number) for table, number, part in best if part}
    found: dict[tuple[str, bool, str], Decimal] = defaultdict(lambda: ZERO)
    for (table, number, part), ((_, _, code, label, _, _, _), yuan) in best.items():
        if part or (table, number) not in parts:
            found[code or _ORDINAL.sub("", label), code is not None, part] += yuan
    return [Leaf(*key, yuan) for key, yuan in found.items()]


def _without_headings(rows: Sequence[Printed]) -> list[Printed]:
    """Rows whose headers are without what stands over all columns of the table: that tells no column from another."""
    columns: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for table, _, _, _, _, column, _ in rows:
        columns[table].add(tuple(column.split("/")))
    depths = {table: _shared_depth(found) for table, found in columns.items()}
    return [(*row[:5], "/".join(row[5].split("/")[depths[row[0]] :]), row[6]) for row in rows]


def _shared_depth(headers: Iterable[tuple[str, ...]]) -> int:
    """How many parts all headers begin with; the last part of a header is always its own."""
    levels = zip(*(parts[:-1] for parts in headers), strict=False)
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))


def _nature(column: str) -> str | None:
    """The nature that a header names, empty for the whole, None for what is part of another column."""
    parts = column.split("/")
    last = next((part for part in reversed(parts) if not _WHOLE.match(part)), "")
    named = [nature for word, nature in _NATURES if last == word]
    return named[0] if named else _whole(column)


def _whole(column: str) -> str | None:
    return "" if all(_WHOLE.match(part) for part in column.split("/")) else None


@dataclass
class Measured:
    """The printed total of all papers, the share of leaves in facts by view, papers whose leaves miss their total."""

    printed: Decimal
    shares: dict[str, Share]
    apart: list[tuple[str, Decimal, Decimal, Decimal]]  # file, printed total, leaves, unplaced in facts


def measure(database: Path) -> Measured:
    """Each paper's leaves beside its facts."""
    with duckdb.connect(str(database), read_only=True) as connection:
        papers = connection.execute(_PAPERS).fetchall()
        printed = _printed(connection)
        facts: dict[tuple[str, str], list[Held]] = defaultdict(list)
        for document, fact, *values in connection.execute(_FACTS).fetchall():
            facts[document, fact].append(Held(*values))
    shares = {name: Share() for name in ("function", "nature", *_FUNDS.values(), *_FACTS_OF)}
    apart = []
    for document, file, total, unplaced in papers:
        whole = ZERO
        for view, leaf, held in _leaves_of(document, printed, facts):
            shares[view].add(file, leaf, held)
            whole += leaf.yuan if view == "function" else ZERO
        if abs(whole - total) > total * _CLOSE:
            apart.append((file, total, whole, unplaced))
    return Measured(sum((yuan for _, _, yuan, _ in papers), ZERO), shares, apart)


def _leaves_of(
    document: str, printed: dict[tuple[str, str], list[Printed]], facts: dict[tuple[str, str], list[Held]]
) -> Iterator[tuple[str, Leaf, Decimal]]:
    """The leaves of a paper by view, each with what facts hold of it."""
    expenditure = facts[document, "expenditure"]
    for leaf in leaves(printed[document, "expenditure"], by_nature=False):
        yield "function", leaf, _held(expenditure, leaf)
    for leaf in leaves(printed[document, "expenditure"], by_nature=True):
        if leaf.part:
            yield "nature", leaf, _held((fact for fact in expenditure if _group(fact.nature) == leaf.part), leaf)
    for kind, fund in _FUNDS.items():
        for leaf in leaves(printed[document, kind], by_nature=False):
            yield fund, leaf, _held((fact for fact in expenditure if fact.fund == fund), leaf)
    for name, kind in _FACTS_OF.items():
        for leaf in leaves(printed[document, kind], by_nature=False):
            yield name, leaf, _held(facts[document, name], leaf)


def _printed(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Printed]]:
    """The rows that each paper prints in each kind of table."""
    printed: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    rows = connection.execute(_PRINTED).fetchall()
    codes = {(table, number): code for _, table, _, number, code, *_ in rows}
    for document, table, kind, number, code, *row in rows:
        # A code in several columns is the whole one only in all together: the row below tells it, or else its name.
        whole = code if code and len(code) >= _SHORTEST else whole_code(code, codes.get((table, number + 1)))
        printed[document, kind].append((table, number, whole, *row))
    return printed


def whole_code(section: str | None, below: str | None) -> str | None:
    """The code of a section that prints its own digits alone, of the item below it."""
    return below[:5] if section and below and len(below) > _SHORTEST and below[_SHORTEST:5] == section else None


def _held(facts: Iterable[Held], leaf: Leaf) -> Decimal:
    """What facts hold of a leaf's subject and below it."""
    return sum(
        (
            f.yuan
            for f in facts
            if (f.code.startswith(leaf.subject) if leaf.has_code else leaf.subject in f.names.split("/"))
        ),
        ZERO,
    )


def _group(nature: str) -> str:
    return "basic" if nature in {"basic", "personnel", "operating"} else nature


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path, help="yusuan.duckdb of a build")
    parser.add_argument("--each", action="store_true", help="list every leaf that facts do not hold")
    given = parser.parse_args(arguments)
    measured = measure(given.database)
    print(f"printed expenditure: {measured.printed / 10**8:,.2f} 亿元")
    for view, share in measured.shares.items():
        print(
            f"by {view}: leaves of {share.printed / 10**8:,.2f} 亿元, {share.percent:.2f} % of them in facts; "
            f"{len(share.short)} leaves short"
        )
        for file, leaf, held in share.short if given.each else []:
            print(f"  {file}: {leaf.subject} {leaf.part} printed {leaf.yuan:,.2f}, in facts {held:,.2f}")
    print(f"papers whose leaves by function are not their printed total: {len(measured.apart)}")
    for file, total, whole, unplaced in measured.apart if given.each else []:
        print(f"  {file}: printed {total:,.2f}, leaves {whole:,.2f}, unplaced in facts {unplaced:,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
