"""A narrative and tables are one disclosure where figures prove it, in those tables and no others; no name does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from yusuan.paths import DBT_PROJECT
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.corrections import CORRECTIONS
from yusuan.store.manifest import MANIFEST
from yusuan.store.sets import SetStore
from yusuan.warehouse.document_stage import input_keys
from yusuan.warehouse.pairing import PAIRING, find_pairs

OWN = ("1982.31", "1209.02", "773.29", "412.55", "1311.17", "88.404")  # 万元, as a narrative prints them
OTHERS = ("2231.08", "1118.77", "640.91", "397.26", "1404.36", "91.772")
WATER = {"publisher_name": "青岩市水务局", "fiscal_year": 2026, "stage": "budget", "level": "department"}
NOBODY = {"stage": "budget"}


@dataclass
class File:
    """A file as it was read: what it says of itself, figures of its narrative and of its tables."""

    says: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    lead: str = "2026年度预算"
    declared: Mapping[str, Any] = field(default_factory=dict)
    content: str | None = None


def narrative(told: tuple[str, ...] = OWN, says: Mapping[str, Any] = WATER, **more: Any) -> File:
    return File(says, told=told, **more)


def tables(printed: tuple[str, ...] = OWN, says: Mapping[str, Any] = NOBODY, **more: Any) -> File:
    return File(says, printed=printed, **more)


def pairs(folder: Path, **files: File) -> dict[str, dict[str, Any]]:
    """document_key → its row of the pairing, of files of which each was read into a set of its own."""
    store = SetStore(folder, "v")
    for key, file in files.items():
        store.write(key, {name: _frame(name, rows) for name, rows in _raw(key, file).items()})
    rows = [
        {"document_key": key, "file_name": f"{key}.pdf", "set_name": key, "file_status": "found"}
        | {f"declared_{name}": value for name, value in file.declared.items()}
        for key, file in files.items()
    ]
    manifest = pl.DataFrame([dict.fromkeys(MANIFEST) | row for row in rows], schema=MANIFEST)
    found = find_pairs(manifest, store, DBT_PROJECT / "seeds")
    return {row["document_key"]: row for row in found.iter_rows(named=True)}


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(RAW_TABLES[name]) | row for row in rows], schema=RAW_TABLES[name])


def _raw(key: str, file: File) -> dict[str, list[dict[str, Any]]]:
    evidence = [{"field": name, "value": value, "page": 1, "text": str(value)} for name, value in file.says.items()]
    document = {"document_key": key, "status": "read", "content_hash": file.content or key}
    document |= {"identity_evidence": json.dumps(evidence, ensure_ascii=False), **file.says}
    raw: dict[str, list[dict[str, Any]]] = {name: [] for name in RAW_TABLES}
    raw["document"] = [document]
    raw["table"] = [{"document_key": key, "table_key": key, "unit_text": "万元"}] if file.printed else []
    for number, text in enumerate(file.told, start=1):
        figure = {"number": Decimal(text), "number_decimals": len(text.partition(".")[2]), "unit": "万元"}
        figure |= {"figure_text": f"{text}万元", "figure_number": number, "page_number": 2, "scope": "statement"}
        raw["statement"].append({"document_key": key, "lead": file.lead, **figure})
    for text in file.printed:
        cell = {"document_key": key, "table_key": key, "number": Decimal(text)}
        raw["cell"].append(cell | {"reading": "exact", "is_percent": False})
    return raw


def test_tables_without_a_name_are_those_of_the_narrative_that_tells_their_figures(tmp_path: Path) -> None:
    found = pairs(tmp_path, words=narrative(), sheets=tables(), others=tables(OTHERS))
    assert found.keys() == {"words", "sheets"}
    sheets, words = found["sheets"], found["words"]
    assert (sheets["partner_key"], sheets["is_narrative"]) == ("words", False)
    assert (words["partner_key"], words["is_narrative"]) == ("sheets", True)
    told = {name: sheets[name] for name in ("publisher_name", "fiscal_year", "level")}
    assert told == {name: WATER[name] for name in told}
    assert sheets["stage"] is None, "its own pages say it"
    assert [words[name] for name in WATER] == [None] * 4
    [*_, level] = json.loads(sheets["identity_evidence"])
    assert (level["field"], level["value"]) == ("level", "department")
    assert level["text"].startswith("document words: 6 figures stand in both: 1982.31万元")


def test_a_narrative_without_a_name_is_of_the_body_whose_tables_print_it(tmp_path: Path) -> None:
    found = pairs(tmp_path, words=narrative(says={"stage": "budget", "fiscal_year": 2026}), sheets=tables(says=WATER))
    assert (found["words"]["publisher_name"], found["words"]["level"]) == ("青岩市水务局", "department")
    assert found["words"]["fiscal_year"] is None


def test_tables_print_more_digits_than_the_narrative(tmp_path: Path) -> None:
    finer = ("1982.314999", "1209.015001", "773.29", "412.551", "1311.174", "88.4036")
    assert pairs(tmp_path, words=narrative(), sheets=tables(finer)).keys() == {"words", "sheets"}


ELSEWHERE = WATER | {"publisher_name": "青岩市教育局"}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"words": narrative(), "sheets": tables(says=ELSEWHERE)}, "they say that they are another body's"),
        ({"words": narrative(), "sheets": tables(says=WATER | {"fiscal_year": 2025})}, "of another year"),
        ({"words": narrative(), "sheets": tables((*OWN[:4], *OTHERS))}, "four figures are too few"),
        ({"words": narrative(), "sheets": tables((*OWN[1:], *OTHERS))}, "the total is another one"),
        ({"words": narrative((*OWN, *OTHERS, "77.123")), "sheets": tables()}, "less than half of what it tells"),
        (
            {"words": narrative(), "sheets": tables(), "more": tables((*OWN[:4], *OTHERS))},
            "others print most of it too",
        ),
        ({"words": narrative(), "sheets": tables(), "unit": tables(says=ELSEWHERE)}, "another body's print it too"),
        (
            {"words": narrative(lead="比2025年年初预算"), "sheets": tables()},
            "figures of last year are last year's tables'",
        ),
        ({"words": narrative(), "twin": narrative(says=ELSEWHERE), "sheets": tables()}, "two bodies tell of them"),
        ({"words": narrative(), "sheets": tables(told=OWN)}, "a paper that tells it itself is whole"),
        (
            {"words": narrative(tuple(f"{n}00" for n in range(3, 12))), "sheets": tables()},
            "round figures meet by chance",
        ),
    ],
)
def test_what_proves_no_pair(tmp_path: Path, files: dict[str, File], why: str) -> None:
    assert pairs(tmp_path, **files) == {}, why


def test_of_one_body_fewer_figures_tell_the_year(tmp_path: Path) -> None:
    sheets = tables(OWN[:3], says={"publisher_name": "青岩市水务局", "stage": "budget"})
    found = pairs(tmp_path, words=narrative(OWN[:4]), sheets=sheets)
    assert (found["sheets"]["publisher_name"], found["sheets"]["fiscal_year"]) == (None, 2026)


def test_copies_and_tables_that_name_the_same_disclosure_are_no_rivals(tmp_path: Path) -> None:
    copies = {"sheets": tables(content="same"), "copy": tables(content="same")}
    assert pairs(tmp_path / "copies", words=narrative(), **copies).keys() == {"words", "copy"}
    known = {"sheets": tables(says=WATER), "older": tables(says=WATER)}
    assert "words" in pairs(tmp_path / "known", words=narrative(), **known)


def test_what_a_person_declared_is_told_by_no_other_file(tmp_path: Path) -> None:
    sheets = tables(declared={"publisher_name": "青岩市水务局", "level": "unit"})
    assert pairs(tmp_path / "other", words=narrative(), sheets=sheets) == {}, "the person says that it is a unit's"
    sheets = tables(declared={"publisher_name": "青岩市水务局"})
    found = pairs(tmp_path / "same", words=narrative(), sheets=sheets)["sheets"]
    assert (found["publisher_name"], found["fiscal_year"]) == (None, 2026)


def test_both_files_are_worked_out_anew_when_one_comes_or_goes(tmp_path: Path) -> None:
    rows = [
        {"document_key": key, "file_name": key, "set_name": key, "file_status": "found"} for key in ("words", "sheets")
    ]
    manifest = pl.DataFrame(
        [dict.fromkeys(MANIFEST) | row | {"extractor_version": "v"} for row in rows], schema=MANIFEST
    )
    found = pairs(tmp_path, words=narrative(), sheets=tables())
    paired = pl.DataFrame(list(found.values()), schema=PAIRING)
    nothing = pl.DataFrame(schema=CORRECTIONS)
    alone, together = (input_keys(manifest, nothing, frame) for frame in (paired.clear(), paired))
    assert alone.keys() == together.keys() == {"words", "sheets"}
    assert all(alone[key] != together[key] for key in alone)
