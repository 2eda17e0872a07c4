"""The version that raw sets are filed under: what can change a reading changes it, and nothing else does."""

from __future__ import annotations

import ast
import csv
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import yusuan.reading
from yusuan.paths import SEEDS
from yusuan.reading.lexicon import SEED_COLUMNS
from yusuan.store import code_hash, reader
from yusuan.store.reader import LIBRARIES, reader_version

READING = Path(yusuan.reading.__file__).parent
CARRIERS = {"polars"}  # hold what was read, and decide nothing of it


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return shutil.copytree(READING, tmp_path / "reading", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return shutil.copytree(SEEDS, tmp_path / "seeds")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit_rows(file: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [change(dict(row)) for row in csv.DictReader(opened)]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("emit.py", "LEAST_CONFIDENCE = 0.7", "LEAST_CONFIDENCE = 0.8"),
        ("schema.py", '"page_number": pl.Int32', '"page_number": pl.Int64'),
        ("text.py", "\n\ndef ", "\n\nADDED = 1\n\n\ndef "),
    ],
)
def test_a_changed_line_of_code_changes_it(package: Path, file: str, old: str, new: str) -> None:
    before = reader_version(SEEDS, package)
    edit(package / file, old, new)
    assert reader_version(SEEDS, package) != before


def test_a_new_file_changes_it_and_so_does_its_removal(package: Path) -> None:
    before = reader_version(SEEDS, package)
    (package / "words.txt").write_text("合计", encoding="utf-8")
    assert reader_version(SEEDS, package) != before
    (package / "words.txt").unlink()
    assert reader_version(SEEDS, package) == before


def test_the_catalogue_that_reading_reckons_with_changes_it(tmp_path: Path) -> None:
    catalogue = shutil.copytree(Path(reader.__file__).parents[1] / "catalogue", tmp_path / "catalogue")
    before = reader_version(SEEDS, catalogue=catalogue)
    edit(catalogue / "money_units.py", "_MOST_DECIMALS = 6", "_MOST_DECIMALS = 7")
    assert reader_version(SEEDS, catalogue=catalogue) != before


def test_comments_docstrings_and_formatting_do_not(package: Path) -> None:
    before = reader_version(SEEDS, package)
    edit(package / "emit.py", "LEAST_CONFIDENCE = 0.7", "LEAST_CONFIDENCE   =   0.7  # a comment\n\n")
    edit(package / "emit.py", '"""Tables of a document', '"""Another docstring: tables of a document')
    edit(package / "emit.py", '"""A key from', '"""A key, in other words, from')
    edit(package / "paper.py", '"""The document cannot be read', '"""Cannot be read')
    assert reader_version(SEEDS, package) == before


def test_what_is_kept_beside_the_bytecode_never_answers_for_other_code(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    code_hash._KNOWN.clear()
    before = reader_version(SEEDS, package)
    kept = package / "__pycache__" / "code_hash.json"
    assert kept.is_file()
    edit(package / "numbers.py", "\n\ndef ", "\n\nADDED = 1\n\n\ndef ")
    changed = reader_version(SEEDS, package)
    code_hash._KNOWN.clear()
    kept.write_text("not what was written", encoding="utf-8")
    assert reader_version(SEEDS, package) == changed != before


def test_unused_columns_rows_and_seeds_do_not_change_it(seeds: Path) -> None:
    before = reader_version(seeds)
    for name, used in SEED_COLUMNS.items():
        edit_rows(
            seeds / f"{name}.csv", lambda row, used=used: {k: v if k in used else v + "x" for k, v in row.items()}
        )
    edit_rows(seeds / "row_term.csv", lambda row: row | {"pattern": "x"} if row["kind"] == "list_level" else row)
    edit_rows(seeds / "header_term.csv", lambda row: row | {"value": "x"} if row["kind"] == "rate" else row)
    edit_rows(
        seeds / "reconciliation_rule.csv",
        lambda row: row if row["method"] == "between_terms" else row | {"relation": "x"},
    )
    (seeds / "prose_word.csv").write_text("kind\n", encoding="utf-8")
    (seeds / "new_seed.csv").write_text("a\n1\n", encoding="utf-8")
    assert reader_version(seeds) == before


@pytest.mark.parametrize(("seed", "column"), [(seed, column) for seed, used in SEED_COLUMNS.items() for column in used])
def test_every_used_column_changes_it(seeds: Path, seed: str, column: str) -> None:
    before = reader_version(seeds)
    edit_rows(seeds / f"{seed}.csv", lambda row: row | {column: row[column] + "1"})
    assert reader_version(seeds) != before


def test_a_used_word_changes_it_and_so_does_the_order_of_words(seeds: Path) -> None:
    before = reader_version(seeds)
    edit(seeds / "header_term.csv", "(编码|代码|编号)$", "(编码|代码|编号|序码)$")
    changed = reader_version(seeds)
    lines = (seeds / "row_term.csv").read_text(encoding="utf-8").splitlines()
    (seeds / "row_term.csv").write_text("\n".join([lines[0], lines[2], lines[1], *lines[3:]]), encoding="utf-8")
    assert len({before, changed, reader_version(seeds)}) == 3


def test_another_library_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reader_version(SEEDS)
    monkeypatch.setattr(reader, "version", lambda name: f"{name} of tomorrow")
    reader._tools.cache_clear()
    assert reader_version(SEEDS) != before
    reader._tools.cache_clear()


def test_every_library_that_reading_imports_counts() -> None:
    found = packages_distributions()
    for path in [*READING.rglob("*.py"), *(READING.parent / "catalogue").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for top in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - CARRIERS:
                if top == "yusuan":
                    assert all(n.startswith(("yusuan.reading", "yusuan.catalogue")) for n in names), (
                        f"{path.name}: code outside the hash"
                    )
                else:
                    assert set(found[top]) & set(LIBRARIES), f"{path.name} imports {top}, whose version does not count"


def test_what_is_known_is_not_worked_out_again(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    meaning = code_hash._meaning
    monkeypatch.setattr(code_hash, "_meaning", lambda name, content: parsed.append(name) or meaning(name, content))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    edit(package / "text.py", "\n\ndef ", "\n\nADDED_FOR_THIS_TEST = 1\n\n\ndef ")  # code that nobody has asked for
    before = reader_version(SEEDS, package)
    assert {"text.py", "emit.py"} <= set(parsed)
    parsed.clear()
    assert reader_version(SEEDS, package) == before
    assert parsed == []
    code_hash._KNOWN.clear()  # as another process begins
    assert reader_version(SEEDS, package) == before
    assert not set(parsed) & {"text.py", "emit.py"}
