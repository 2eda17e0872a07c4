"""What a change affects: all that the documents that changed may meet, and nothing else."""

from __future__ import annotations

import re

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from yusuan.paths import DBT_PROJECT
from yusuan.store.manifest import MANIFEST
from yusuan.warehouse.affected import HOLDINGS, affected, holdings
from yusuan.warehouse.corpus_stage import OF_ALL, affected_of

NAMES = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=2, unique=True)
HELD = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(1, 2), NAMES), max_size=8)


def held(documents: dict[str, tuple[int, list[str]]]) -> pl.DataFrame:
    # A state says all that a document's results were made of, and so its names as well.
    rows = [(key, f"{state} {names}", names) for key, (state, names) in documents.items()]
    return pl.DataFrame(rows, schema=HOLDINGS, orient="row")


@given(HELD, HELD)
def test_what_is_left_alone_meets_nothing_that_is_made_anew(
    before: dict[str, tuple[int, list[str]]], now: dict[str, tuple[int, list[str]]]
) -> None:
    found = affected(held(before), held(now))
    both = [*before.items(), *now.items()]
    for key, (_, names) in both:
        if key in found.documents:
            assert found.names.issuperset(names)
        else:
            assert before.get(key) == now.get(key), "what is left alone is as it was"
            assert found.names.isdisjoint(names)
    # Nothing is made anew without a reason: from each there is a way to one that came, went or changed.
    reached = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    while more := {
        key
        for key, (_, names) in both
        if key not in reached and any(set(names) & set(others) for other, (_, others) in both if other in reached)
    }:
        reached |= more
    assert found.documents == reached


def test_a_build_that_continues_none_makes_all() -> None:
    found = affected(None, held({"a": (1, ["甲"]), "b": (1, [])}))
    assert (found.documents, found.names) == ({"a", "b"}, {"甲"})


def test_what_is_asked_for_besides_brings_its_group() -> None:
    same = held({"a": (1, ["甲"]), "b": (1, ["甲", "乙"]), "c": (1, ["丙"])})
    assert affected(same, same).documents == set()
    assert affected(same, same, {"a"}).documents == {"a", "b"}


def state(wanted: dict[str, str], refused: set[str] | None = None, **changed: object) -> str:
    row = dict.fromkeys(MANIFEST) | {"document_key": "a", "file_name": "x.pdf", "source_url": "https://example.org"}
    manifest = pl.DataFrame([row | changed], schema=MANIFEST)
    [(document, said, names)] = holdings(manifest, wanted, refused or set(), {"a": ["乙", "甲"]}).rows()
    assert (document, names) == ("a", ["乙", "甲"])
    return str(said)


def test_a_state_tells_results_files_and_declarations_apart() -> None:
    states = [
        state({"key": "a"}),
        state({"other": "a"}),
        state({}),
        state({}, refused={"a"}),
        state({"key": "a"}, source_url="https://example.org/elsewhere"),
        state({"key": "a"}, file_name="y.pdf"),
    ]
    assert len(set(states)) == len(states)
    assert state({"key": "a"}, set_name="another batch") == states[0], "where a raw set lies changes nothing"


def test_what_is_made_whole_each_night_sees_every_document() -> None:
    """A mart that is no copy of the last one reads marts, seeds and results of all; others hold what is affected."""
    models = {path.stem: path for path in (DBT_PROJECT / "models").rglob("*.sql")}
    marts = {name for name, path in models.items() if "marts" in path.parts}
    made_whole = {name for name in marts if "materialized='table'" in models[name].read_text(encoding="utf-8")}
    assert len(made_whole) > 5
    for name in sorted(made_whole):
        read = set(re.findall(r"ref\('(\w+)'\)", models[name].read_text(encoding="utf-8")))
        assert (read & models.keys()) - marts <= set(OF_ALL), name


def test_one_document_is_affected_and_two_are() -> None:
    assert affected_of(1, 5) == "  1 document is affected by what is new, of 5"
    assert affected_of(2, 5) == "  2 documents are affected by what is new, of 5"
