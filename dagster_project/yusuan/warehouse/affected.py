"""What a change since the last build affects: the documents that came, went or changed, and all that may meet them.

Belongs here: the state of each document that a build holds, and which documents the corpus stage makes anew. Documents
meet by the names of bodies that they print (result `doc_body_name`), directly or by way of others: a unit's paper, its
department's, and the papers of that department's other units are one group; nothing of another group can change.
Does not: SQL, or taking rows out of marts (macro forget_affected).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx
import polars as pl

HOLDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_key": pl.String,
    "state": pl.String,  # equal states make equal marts
    "names": pl.List(pl.String),
}


@dataclass(frozen=True)
class Affected:
    """Keys of documents, and names of bodies as they are compared."""

    documents: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def holdings(
    manifest: pl.DataFrame, wanted: Mapping[str, str], refused: Collection[str], names: Mapping[str, list[str]]
) -> pl.DataFrame:
    """One row per document of a manifest, in the schema HOLDINGS.

    `wanted`: input_key → document_key of those with results; `refused`: keys of those that dbt cannot carry; `names`:
    document_key → the names by which it may meet others.
    """
    inputs = {document: key for key, document in wanted.items()}
    files: dict[str, list[str]] = {}
    for row in manifest.drop("set_name").sort("file_name").iter_rows(named=True):
        files.setdefault(row["document_key"], []).append(repr(sorted(row.items())))
    rows = []
    for document, found in sorted(files.items()):
        stands = "refused" if document in refused else inputs.get(document, "without results")
        state = hashlib.sha256("\n".join([stands, *found]).encode()).hexdigest()[:16]
        rows.append((document, state, sorted(names.get(document, []))))
    return pl.DataFrame(rows, schema=HOLDINGS, orient="row")


def affected(before: pl.DataFrame | None, now: pl.DataFrame, also: Collection[str] = ()) -> Affected:
    """What a build makes anew that continues one with the holdings `before` (None: continues none, and makes all).

    `also`: documents that are made anew in any case.
    """
    if before is None:
        return Affected(frozenset(now["document_key"]), frozenset(now["names"].explode().drop_nulls()))
    begun = moved(before, now) | set(also)
    meetings = nx.Graph()
    for frame in (before, now):
        meetings.add_edges_from(_meetings(frame))
    documents, names = set(begun), set()
    for group in nx.connected_components(meetings):
        if begun.isdisjoint(key for kind, key in group if kind == "document"):
            continue
        documents |= {key for kind, key in group if kind == "document"}
        names |= {key for kind, key in group if kind == "name"}
    return Affected(frozenset(documents), frozenset(names))


def moved(before: pl.DataFrame | None, now: pl.DataFrame) -> set[str]:
    """The documents that came, went or changed between two holdings (None: before there were any)."""
    was, is_now = (_states(frame) for frame in (before, now))
    return {document for document, _ in was ^ is_now}


def _states(frame: pl.DataFrame | None) -> set[tuple[str, str]]:
    return set() if frame is None else set(frame.select("document_key", "state").iter_rows())


def _meetings(frame: pl.DataFrame) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for document, names in frame.select("document_key", "names").iter_rows():
        for name in names:
            yield ("document", document), ("name", name)
