"""Synthetic documents: other names, other years, other figures, and everything that held still holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.benchmarks.nightly.__main__ import table, targets
from yusuan.benchmarks.nightly.document_templates import DocumentFamily, DocumentTemplate, factor_of
from yusuan.benchmarks.nightly.invented_bodies import BodyNames, place_stem
from yusuan.benchmarks.nightly.nightly_builds import NightlyBuild
from yusuan.benchmarks.nightly.original_papers import MoneyFigures, template_of
from yusuan.benchmarks.nightly.placeholders import PlaceholderTexts, TextColumn
from yusuan.benchmarks.nightly.process_measurement import folder_mb, measure
from yusuan.benchmarks.nightly.project_copy import with_other_tolerance
from yusuan.benchmarks.nightly.synthetic_corpus import SyntheticCorpus, SyntheticDocument, held_and_new
from yusuan.benchmarks.nightly.unrounded_amounts import PrintedNumber, multiple, printed_as, residual, unrounded
from yusuan.paths import SEEDS, Home
from yusuan.reading.numbers import parse_figure
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.discovery import discover
from yusuan.store.sets import SetStore

NAMES = BodyNames("青石市民政局", "青石市", ("青石市民政局机关", "青石市福利院", "儿童乐园", "青石市民政局"))
HUNDREDTHS = st.integers(min_value=1, max_value=10**10).map(lambda n: Decimal(n) / 100)


def test_no_two_places_share_a_name() -> None:
    stems = [place_stem(number) for number in range(30_000)]
    assert len(set(stems)) == len(stems)
    assert {len(stem) for stem in stems[:2000]} == {2}


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_no_two_bodies_share_a_name(one: int, other: int) -> None:
    names = list(NAMES.invented(one).values())
    assert len(set(names)) == len(names) == len(NAMES.known())
    assert one == other or not set(names) & set(NAMES.invented(other).values())


def test_units_are_named_as_their_department_is() -> None:
    invented = NAMES.invented(3)
    department, place = invented["青石市民政局"], invented["青石市"]
    assert department.startswith(place)
    assert invented["青石市民政局机关"] == f"{department}机关"
    assert invented["青石市福利院"] == f"{place}福利院"
    assert invented["儿童乐园"] == f"{place}儿童乐园"
    assert invented["青石"] + "市" == place


def test_a_department_of_no_place_gets_one() -> None:
    names = BodyNames("某部", None, ("某部信息中心",))
    assert set(names.known()) == {"某部", "某部信息中心"}
    assert names.invented(1)["某部信息中心"] == names.invented(1)["某部"] + "信息中心"


@given(HUNDREDTHS, st.integers(2, 97), st.sampled_from(["{:,.2f}", "{:.2f}", "-{:,.2f}", "({:.2f})"]))
def test_a_text_prints_the_number_that_stands_beside_it(amount: Decimal, factor: int, style: str) -> None:
    text = style.format(amount)
    number = multiple(amount, factor, 2)
    printed = printed_as(text, number, 2)
    figure = parse_figure(printed)
    assert figure is not None
    assert (abs(figure.value), figure.decimals) == (amount * factor, 2)
    assert (figure.value < 0) == text.startswith(("-", "("))
    assert ("," in printed) == ("," in text and amount * factor >= 1000)


@pytest.mark.parametrize("text", ["-", "—", "0.00", "详见附件"])
def test_zeros_and_words_stay_as_they_are(text: str) -> None:
    assert printed_as(text, Decimal(0), 2) == text


# Amounts of more digits than are printed, summed in groups and the groups summed: what a budget's table is.
@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=6), min_size=1, max_size=5), st.integers(2, 97))
def test_what_holds_within_rounding_holds_of_the_multiples(groups: list[list[int]], factor: int) -> None:
    def rounded(number: int) -> PrintedNumber:
        return PrintedNumber(multiple(Decimal(number) / 10_000, 1, 2), 2)

    figures = {f"{g}.{i}": rounded(n) for g, group in enumerate(groups) for i, n in enumerate(group)}
    figures |= {str(g): rounded(sum(group)) for g, group in enumerate(groups)}
    figures["total"] = rounded(sum(map(sum, groups)))
    equations = [
        {str(g): Decimal(1)} | {f"{g}.{i}": Decimal(-1) for i in range(len(group))} for g, group in enumerate(groups)
    ]
    equations.append({"total": Decimal(1)} | {str(g): Decimal(-1) for g in range(len(groups))})

    amounts, unfulfilled = unrounded(figures, equations)
    assert unfulfilled == 0
    for key, figure in figures.items():
        assert abs(amounts[key] - figure.number) <= Decimal("0.005")
    printed = {key: multiple(amount, factor, 2) for key, amount in amounts.items()}
    for equation in equations:
        # Half a last digit of each term, and what the solver leaves.
        assert abs(residual(equation, printed)) <= Decimal("0.005") * len(equation) + Decimal("0.001") * factor


def test_what_holds_exactly_is_multiplied_exactly_and_what_cannot_hold_is_counted() -> None:
    figures = {key: PrintedNumber(Decimal(text), 2) for key, text in (("a", "1.10"), ("b", "2.20"), ("c", "3.30"))}
    equations = [{"a": Decimal(1), "b": Decimal(1), "c": Decimal(-1)}]
    assert unrounded(figures, equations) == ({"a": Decimal("1.10"), "b": Decimal("2.20"), "c": Decimal("3.30")}, 0)
    apart = [*equations, {"a": Decimal(1), "b": Decimal(-1)}]
    assert unrounded(figures, apart)[1] > 0


TEXTS = (
    "青石市民政局机关2024年{预}算收入1,234.50万元,比2023 年增加3%;青石的儿童乐园 0.5 亿元。",
    '[{"field": "fiscal_year", "value": 2024, "page": 1}]',
    "编码20240101",
)


def test_a_text_filled_with_its_own_words_is_itself() -> None:
    texts = PlaceholderTexts("d", NAMES.known())
    column = TextColumn.of([*(texts.template(text) for text in TEXTS), None])
    assert column is not None
    assert texts.years == {2023, 2024}
    assert texts.figures == [("d:1234.50万元", "1,234.50"), ("d:0.5亿元", "0.5")]
    values = {f"n{i}": name for i, name in enumerate(NAMES.known())} | {f"y{year}": str(year) for year in texts.years}
    values |= {f"f{i}": text for i, (_, text) in enumerate(texts.figures)}
    assert column.filled(values).to_list() == [*TEXTS, None]
    other = column.filled(values | {"n0": "乙县教育局机关", "y2024": "2021", "f0": "9.99"})
    assert other[0].startswith("乙县教育局机关2021年{预}算收入9.99万元")
    assert other[2] == TEXTS[2]


def rows(table_name: str, *records: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(records), schema=RAW_TABLES[table_name])


def original() -> dict[str, pl.DataFrame]:
    """A table of two units and their department, a sentence, and a share that is no money."""
    own = {"document_key": "d"}
    place = own | {"table_key": "t", "page_number": 1, "block_number": 1}
    lines = [
        ("503", "青石市民政局", "3.01"),
        ("503001", "青石市民政局机关", "1.00"),
        ("503002", "青石市福利院", "2.00"),
    ]
    raw = {name: rows(name) for name in RAW_TABLES}
    raw["document"] = rows(
        "document",
        own
        | {"sha256": "d" * 64, "content_hash": "c", "title": "青石市民政局2024年部门预算", "fiscal_year": 2024}
        | {"publisher_name": "青石市民政局", "status": "read"},
    )
    raw["table"] = rows("table", own | {"table_key": "t", "title_text": "2024年支出", "unit_text": "万元"})
    raw["row"] = rows(
        "row",
        *(place | {"row_number": n, "row_code": code, "row_label": name} for n, (code, name, _) in enumerate(lines, 1)),
        place | {"row_number": 4, "row_code": "503", "row_label": "机关资本性支出"},
    )
    money = [
        place | {"cell_key": f"c{n}", "row_number": n, "text": text, "number": Decimal(text), "number_decimals": 2}
        for n, (_, _, text) in enumerate(lines, 1)
    ]
    share = place | {"cell_key": "c4", "row_number": 4, "text": "33.3%", "number": Decimal("33.3"), "is_percent": True}
    raw["cell"] = rows("cell", *money, share)
    said = {"figure_text": "3.01万元", "number": Decimal("3.01"), "number_decimals": 2, "unit": "万元"}
    raw["statement"] = rows(
        "statement",
        own | said | {"statement_key": "s1", "sentence": "2024年支出3.01万元。", "scope": "statement"},
        own | said | {"statement_key": "s2", "sentence": "预算数3.01", "scope": "form", "figure_text": "3.01"},
    )
    return raw


@pytest.fixture
def family() -> DocumentFamily:
    known = PlaceholderTexts("d", NAMES.known())
    money = {f"c{n}": ("万元", Decimal(10_000)) for n in (1, 2, 3)}
    figures = MoneyFigures(money, {"s1": Decimal(10_000)})
    template = template_of(original(), known, figures, {("503", "青石市民政局"): "503"})
    equation = figures.equation(Decimal(100), [("c1", "1"), ("c2", "-1"), ("c3", "-1")])
    assert equation is not None
    amounts, unfulfilled = unrounded(figures.printed, [equation])
    assert unfulfilled == 0
    behind = {key: (amount, figures.printed[key].decimals) for key, amount in amounts.items()}
    return DocumentFamily(NAMES, [template], frozenset(known.years), behind)


def test_a_copy_is_another_body_with_other_figures(family: DocumentFamily) -> None:
    (copy,) = family.copies(1, ["e" * 64])
    factor, invented = factor_of(1), NAMES.invented(1)
    document = copy["document"].row(0, named=True)
    assert (document["document_key"], document["sha256"], document["fiscal_year"]) == ("e" * 16, "e" * 64, 2023)
    assert document["title"] == f"{invented['青石市民政局']}2023年部门预算"
    assert copy["table"]["title_text"].to_list() == ["2023年支出"]
    assert copy["row"]["row_label"].to_list()[:3] == [
        invented[n] for n in ("青石市民政局", "青石市民政局机关", "青石市福利院")
    ]
    # The code of the department, but not the economic class of the same digits.
    assert copy["row"]["row_code"].to_list() == ["101", "503001", "503002", "503"]
    numbers = copy["cell"]["number"].to_list()
    assert abs(numbers[0] - numbers[1] - numbers[2]) <= Decimal("0.015")
    assert abs(numbers[0] - factor * Decimal("3.01")) <= factor * Decimal("0.005") + Decimal("0.005")
    assert (numbers[3], copy["cell"]["text"][3]) == (Decimal("33.3"), "33.3%")
    for text, number in zip(copy["cell"]["text"][:3], numbers, strict=False):
        assert parse_figure(text).value == number  # type: ignore[union-attr]
    # The narrative prints what the table prints.
    assert copy["statement"]["number"].to_list() == [numbers[0]] * 2
    assert copy["statement"]["sentence"].to_list() == [f"2023年支出{numbers[0]:.2f}万元。", f"预算数{numbers[0]:.2f}"]
    assert copy["statement"]["figure_text"].to_list() == [f"{numbers[0]:.2f}万元", f"{numbers[0]:.2f}"]
    for name, schema in RAW_TABLES.items():
        assert copy[name].schema == pl.Schema(schema)


def test_keys_are_of_the_copy_and_lead_where_they_led(family: DocumentFamily) -> None:
    copies = [next(iter(family.copies(number, [f"{number:064d}"[::-1]]))) for number in range(20)]
    for table_name, key in (("cell", "cell_key"), ("statement", "statement_key"), ("table", "table_key")):
        keys = pl.concat([copy[table_name] for copy in copies])[key]
        assert keys.n_unique() == keys.len()
        assert set(keys.str.len_bytes()) == {16}
    for copy in copies:
        assert set(copy["cell"]["table_key"]) == set(copy["row"]["table_key"]) == set(copy["table"]["table_key"])
        assert {key for frame in copy.values() for key in frame["document_key"]} == set(
            copy["document"]["document_key"]
        )


def test_a_home_holds_its_documents_and_gets_new_ones(family: DocumentFamily, tmp_path: Path) -> None:
    corpus = SyntheticCorpus(Home.at(tmp_path / "home"), [family], "v", held=30, new=4, file_bytes=2000)
    corpus.ensure("made of")
    store = SetStore(corpus.home.extracted, "v")

    def keys() -> Sequence[str]:
        found = discover(corpus.home)
        assert {file.status for file in found} == {"found"}
        return sorted(file.document_key for file in found)

    held = keys()
    assert (len(held), held) == (30, sorted(store.holders()))
    corpus.add_new()
    assert (len(keys()), keys()) == (34, sorted(store.holders()))
    corpus.remove_new()
    assert keys() == held == sorted(store.holders())
    before = {path: path.stat().st_mtime_ns for path in corpus.home.root.rglob("*.parquet")}
    corpus.ensure("made of")
    assert before == {path: path.stat().st_mtime_ns for path in corpus.home.root.rglob("*.parquet")}
    corpus.ensure("made of something else")
    assert keys() == held
    assert not before.items() & {path: path.stat().st_mtime_ns for path in corpus.home.root.rglob("*.parquet")}.items()


@given(st.integers(5, 200), st.integers(1, 20))
def test_half_of_the_new_documents_are_of_known_bodies(held: int, new: int) -> None:
    every = [SyntheticDocument(i // 5, i % 5) for i in range(held + new)]
    known, fresh = held_and_new(every, new)
    assert sorted([*known, *fresh], key=every.index) == every
    assert (len(known), len(fresh)) == (held, new)
    if held >= 5 * new:
        assert sum(d.copy in {k.copy for k in known} for d in fresh) >= new // 2


def test_another_tolerance_is_one_change_in_the_catalogue() -> None:
    before = (SEEDS / "reconciliation_rule.csv").read_text(encoding="utf-8").splitlines()
    after = with_other_tolerance("\n".join(before) + "\n").splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_a_command_is_measured_with_all_its_processes(tmp_path: Path) -> None:
    child = "import time\nheld = bytearray(80_000_000)\nwhile time.process_time() < .9: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done'); sys.exit(3)"
    measured = measure([sys.executable, "-c", parent], {}, tmp_path / "logs" / "a.log")
    assert (measured.code, measured.output) == (3, ["done"])
    assert 0.7 <= measured.cpu_seconds <= 3
    assert measured.seconds >= 0.7
    assert 80 <= measured.peak_memory_mb <= 400


def test_what_a_command_leaves_behind_is_measured_too(tmp_path: Path) -> None:
    """As the process is that dbt's are forks of: nobody waits for it."""
    left = "import time\nwhile time.process_time() < .6: pass"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {left!r}]); time.sleep(.4)"
    assert 0.5 <= measure([sys.executable, "-c", parent], {}, tmp_path / "a.log").cpu_seconds <= 3


def test_the_size_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.duckdb").write_bytes(bytes(3_000_000))
    (tmp_path / "y").write_bytes(bytes(1_000_000))
    (tmp_path / "link").symlink_to(tmp_path / "y")
    assert (folder_mb(tmp_path), folder_mb(tmp_path, "**/*.duckdb")) == (4.0, 3.0)


def build(case: str, held: int, seconds: float, dbt_runs: int = 1, memory: int = 500) -> NightlyBuild:
    size = {"build": 1.0, "database": 1.0}
    return NightlyBuild(case, held, 0, "c", "", seconds, 1.0, 0.1, memory, 1, dbt_runs, {"model": 7}, {}, [], size, [])


def test_targets_are_kept_or_not() -> None:
    kept = [build("full", 100, 60), build("full", 1000, 600), build("new", 100, 20), build("new", 1000, 39)]
    kept.append(build("unchanged", 100, 9, dbt_runs=0))
    assert all(line.startswith("kept") for line in targets(kept))
    missed = [build("full", 100, 60), build("full", 1000, 900), build("new", 100, 20), build("new", 1000, 41)]
    missed += [build("unchanged", 100, 9), build("unchanged", 1000, 11, dbt_runs=0, memory=8001)]
    assert all(line.startswith("NOT KEPT") for line in targets(missed))
    assert "NOT KEPT: new documents: 1,000 held costs 2.05 times 100 held" in targets(missed)
    assert len(table(missed).splitlines()) == 7


def test_a_template_without_places_has_no_columns_to_fill() -> None:
    assert TextColumn.of(["编码", None, "{{}}"]) is None
    assert DocumentTemplate({}, {}, [], {}).columns == {}
