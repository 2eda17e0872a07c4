"""Papers mutated from real ones: the bundled documents as a reader left them, under the name of another body.

Belongs here: reading their raw sets, telling them apart from the originals, taking parts of them. Does not: what is
then done to them (faults).
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from random import Random

import polars as pl
from tests.chaos.paper import Paper

from yusuan.reading.schema import RAW_TABLES

_PLACE = "武汉"  # the bundled documents are of its bodies, and every name of one of them begins so


def read_paper(folder: Path, key: str) -> Paper:
    """The raw set of one document; `folder` holds it, and those of others perhaps."""
    rows = {}
    for name, schema in RAW_TABLES.items():
        frame = pl.read_parquet(folder / f"{name}.parquet", columns=list(schema))
        rows[name] = frame.filter(pl.col("document_key") == key).to_dicts()
    return Paper(rows)


def another_body(paper: Paper, rng: Random) -> Paper:
    """A copy of a real paper as that of a body in another place: nothing in it names the original's."""
    place = f"{rng.choice('云石桐柳青白')}{rng.choice('溪台山江原')}{rng.randrange(10_000)}"
    renamed = {
        name: [
            {key: value.replace(_PLACE, place) if isinstance(value, str) else value for key, value in row.items()}
            for row in rows
        ]
        for name, rows in paper.rows.items()
    }
    other = Paper(renamed, paper.made)
    other.document["content_hash"] = f"hash of {place}"
    return other


def part_of(paper: Paper, rng: Random) -> Paper:
    """A copy with a few of the paper's tables, and with its prose or without; rarely all of it."""
    part = Paper(deepcopy(paper.rows), paper.made)
    if rng.random() < 0.05:
        return part
    keys = part.table_keys
    kept = {*rng.sample(keys, min(len(keys), rng.randint(1, 3)))}
    for name, rows in part.rows.items():
        if name in ("table", "column", "row", "cell", "row_text", "declared_term"):
            part.rows[name] = [row for row in rows if row["table_key"] in kept]
        elif name in ("statement", "line") and rng.random() < 0.5:
            part.rows[name] = []
    return part


def draw_real(rng: Random, papers: list[Paper]) -> Paper:
    """A part of one of the real papers, as another body's."""
    return another_body(part_of(rng.choice(papers), rng), rng)
