"""How the data files are read: documents, tables, header trees. No layout and no drawing here.

A data file `data/NNN.json` is one document: cover, contents and parts; a part has paragraphs or tables. A table has a
`header` (a tree: groups `{"t": text, "c": [...]}` over leaves `{"t": text, "role": ...}`) and `rows` whose `cells` are
the printed texts, one for each leaf (or one for each entry of `spans`). Roles: `code`, `name`, `value`, `index` (line
numbers, never an amount) and `text`. A code column may have `parts` (类, 款, 项), shown by the row of column numbers.

What a table may also have: `number_printed` where it is not as `number` has it, `index_row` (栏次), `repeat_rows` (body
rows printed again on each page), `indent` false where levels are not shown, `row_label` for a row without a label, and
`layout` `performance` with fields of its own. A document: `number_place` of its table numbers (`above` the title, to
the `right` under it, or as its `suffix`), `landscape` pages, `radicals` instead of ordinary characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Leaf:
    """One column of a table: the header texts over it from outermost to innermost, and what stands in it."""

    path: tuple[str, ...]
    role: str
    parts: tuple[str, ...] = ()
    narrow: bool = False
    chars: float | None = None


def load(name: str) -> Json:
    """The document `data/<name>.json`."""
    document: Json = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return document


def names() -> list[str]:
    """The names of all documents, sorted."""
    return sorted(path.stem for path in DATA.glob("*.json"))


def leaves(nodes: list[Json], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The columns of a header tree from left to right."""
    for node in nodes:
        path = (*above, node["t"])
        if "c" in node:
            yield from leaves(node["c"], path)
        else:
            yield Leaf(path, node["role"], tuple(node.get("parts", ())), node.get("narrow", False), node.get("chars"))


def tables(document: Json) -> Iterator[Json]:
    """All tables of a document in print order."""
    for part in document["parts"]:
        yield from part.get("tables", [])


def row_spans(row: Json) -> Iterator[tuple[int, int, str]]:
    """`(first column, columns covered, text)` of each cell of a body row."""
    at = 0
    for text, span in zip(row["cells"], row.get("spans") or [1] * len(row["cells"]), strict=True):
        yield at, span, text
        at += span
