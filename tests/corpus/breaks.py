"""The reviewed list of breaks over the published papers, and how it is brought up to date.

`python -m tests.corpus.breaks DATABASE` compares `breaks.csv` with a build over all papers: gone breaks leave the list,
new ones enter it with `whose` blank, for a person to look at the page and fill in. The list then fails its test until
every break is classified.

`breaks.csv`, one line per break: the document (first 16 hex of its SHA-256, and its name), page, rule, scope, the two
sides in yuan, the other document where it is a rule between two, the figures as printed, `whose` (publisher_error: the
page prints exactly that; reading_error: we read it wrong; undetermined: the page alone cannot say), and why.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import duckdb

LIST = Path(__file__).with_name("breaks.csv")
WHOSE = ("publisher_error", "reading_error", "undetermined")
_MOST_FIGURES = 9  # shown of a break's terms

_BREAKS = """
SELECT
    r.result_key, r.document_key, d.file_name, coalesce(r.page_number, 0), r.rule_id, coalesce(r.scope, ''),
    r.left_yuan, r.right_yuan, coalesce(r.other_document_key, ''),
    list_sort(list(DISTINCT f.kind) FILTER (f.kind IS NOT NULL)) AS kinds
FROM reconciliation_result AS r
JOIN dim_document AS d USING (document_key)
LEFT JOIN finding_result AS fr USING (result_key)
LEFT JOIN finding AS f USING (finding_key)
WHERE r.verdict = 'break'
GROUP BY ALL
"""
_TERMS = """
SELECT t.result_key, t.side, t.sign, coalesce(a.amount_text, p.figure_text, '')
FROM reconciliation_term AS t
JOIN reconciliation_result AS r USING (result_key)
LEFT JOIN published_amount AS a USING (amount_key)
LEFT JOIN prose_figure AS p USING (prose_figure_key)
WHERE r.verdict = 'break'
ORDER BY t.result_key, t.side, coalesce(a.page_number, p.page_number), coalesce(a.top, p.top), coalesce(a.x0, p.x0),
    t.amount_key, t.prose_figure_key
"""


@dataclass(frozen=True)
class Break:
    """A line of the list."""

    document: str
    file: str
    page: str
    rule_id: str
    scope: str
    left_yuan: str
    right_yuan: str
    other: str
    printed: str
    whose: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same break in another build."""
        return self.document, self.page, self.rule_id, self.scope, self.left_yuan, self.right_yuan


@dataclass(frozen=True)
class Found:
    """A break of a build, and the kinds of the findings that explain it."""

    row: Break
    kinds: tuple[str, ...]


def listed() -> list[Break]:
    """The reviewed list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return [Break(**row) for row in csv.DictReader(file)]


def breaks_of(database: Path) -> list[Found]:
    """Every break of a build."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(_BREAKS).fetchall()
        terms = connection.execute(_TERMS).fetchall()
    sides: dict[tuple[str, str], list[str]] = {}
    for key, side, sign, text in terms:
        sides.setdefault((key, side), []).append(("-" if sign < 0 else "") + "".join(text.split()))
    found = []
    for key, document, file, page, rule, scope, left, right, other, kinds in rows:
        printed = " = ".join(_some(sides.get((key, side), [])) for side in ("left", "right"))
        name = "/".join(file.split("/")[-2:])
        row = Break(document, name, str(page), rule, scope, _plain(left), _plain(right), other, printed)
        found.append(Found(row, tuple(kinds or ())))
    return sorted(found, key=lambda f: (f.row.file, int(f.row.page), *f.row.key, f.row.printed))


def _some(figures: Sequence[str]) -> str:
    more = len(figures) - _MOST_FIGURES
    return " + ".join(figures[:_MOST_FIGURES]) + (f" + {more} more" if more > 0 else "")


def _plain(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value is not None else ""


def changes(before: Iterable[Break], now: Iterable[Break]) -> tuple[list[Break], list[Break]]:
    """(new breaks, gone ones), counted as often as they occur."""
    old, new = list(before), list(now)
    known, there = Counter(b.key for b in old), Counter(b.key for b in new)
    return _beyond(new, known), _beyond(old, there)


def _beyond(rows: Iterable[Break], known: Counter[tuple[str, ...]]) -> list[Break]:
    left = known.copy()
    out = []
    for row in rows:
        if left[row.key]:
            left[row.key] -= 1
        else:
            out.append(row)
    return out


def renewed(before: Sequence[Break], now: Sequence[Break]) -> list[Break]:
    """The breaks of a build, each with what was found out about it before."""
    known = {b.key: b for b in before}
    return [replace(b, whose=k.whose, reason=k.reason) if (k := known.get(b.key)) else b for b in now]


def write(rows: Iterable[Break]) -> None:
    """Write the list."""
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Break)])
        writer.writerows(astuple(row) for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the list up to date; 1 where breaks are not classified yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path, help="the yusuan.duckdb of a build over all papers")
    before, now = listed(), [found.row for found in breaks_of(parser.parse_args(arguments).database)]
    new, gone = changes(before, now)
    for sign, rows in (("+", new), ("-", gone)):
        for b in rows:
            print(sign, b.file, f"p. {b.page}", b.rule_id, b.scope, b.printed, sep=" | ")
    rows = renewed(before, now)
    write(rows)
    print(f"{len(rows)} breaks: {len(new)} new, {len(gone)} gone, {sum(not b.whose for b in rows)} not classified")
    return 1 if any(not b.whose for b in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
