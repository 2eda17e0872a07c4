"""The identities that a table states of itself, wherever it does: over its columns, in its lines, in its notes.

Belongs here: where such statements stand. Does not: what they say (declared.py), whether they hold (dbt).
"""

from __future__ import annotations

from collections.abc import Iterator

from yusuan.reading.declared import DeclaredIdentity, read_declared, read_formula
from yusuan.reading.structure.tables import PublishedTable


def stated_identities(table: PublishedTable) -> Iterator[tuple[int, DeclaredIdentity]]:
    """The identities that the table states, each once, with their pages: in its header, its lines, and around it."""
    seen: set[tuple[object, ...]] = set()
    stated = [(table.first_page, d) for c in table.columns if (d := read_formula(c.index_text, "column"))]
    stated += [(r.page_number, d) for r in table.rows if (d := read_formula(r.index_text, "row"))]
    stated += [(table.first_page, d) for d in read_declared([line.text for line in table.caption.lines])]
    stated += [(r.page_number, d) for r in table.rows for d in read_declared([r.text])]
    stated += [(table.last_page, d) for d in read_declared([line.text for line in table.notes])]
    for page, declared in stated:
        if (declared.axis, declared.terms) not in seen:
            seen.add((declared.axis, declared.terms))
            yield page, declared
