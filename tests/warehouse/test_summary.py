"""The summary of a build: what it counts, what it names, what changed since the last one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from yusuan.warehouse.changes import Changes, DocumentChange, FactChange, changes_between
from yusuan.warehouse.summary import PlacedExpenditure, Summary, lines


def summary(**more: object) -> Summary:
    """A build of two documents that are loaded, with nothing else to tell."""
    told = {
        "build_id": "b", "loaded": 2, "turned_away": [], "set_aside": [], "same_bytes": [], "amounts": 1234,
        "verdicts": {"exact": 1000, "break": 1}, "findings": {},
    }  # fmt: skip
    return Summary(**{**told, **more})  # type: ignore[arg-type]


def test_a_build_is_counted() -> None:
    assert lines(summary(), 1, 1) == [
        "documents: 2 loaded, 0 quarantined, 0 rejected (1 read now, 1 unchanged)",
        "amounts: 1,234",
        "identities: 1,000 exact, 1 break",
        "findings: none",
    ]


def test_what_is_placed_is_never_said_to_be_more_than_it_is() -> None:
    placed = PlacedExpenditure(3, Decimal(300_000_000), Decimal(10), 0)
    assert lines(summary(expenditure=placed), 1, 1)[2] == (
        "expenditure: 99.99 % of the 3.00 亿元 in the totals of all papers placed finest, 0.00 亿元 unplaced "
        "(a unit's money is in its department's total too; facts count it once)"
    )
    assert str(PlacedExpenditure(3, Decimal(400_000_000), Decimal(100_000_000), 1)) == (
        "75.00 % of the 4.00 亿元 in the totals of all papers placed finest, 1.00 亿元 unplaced "
        "(a unit's money is in its department's total too; facts count it once); 1 of 3 totals not reached"
    )
    assert str(PlacedExpenditure(1, Decimal(0), Decimal(0), 0)).startswith("100.00 %")


def test_what_is_not_counted_is_named_with_its_reason() -> None:
    away = [("b.pdf", "rejected", "no disclosure"), ("a.pdf", "quarantined", "year unknown")]
    told = lines(summary(turned_away=away, same_bytes=[("c.pdf", "as d.pdf")], notices=["slow"]), 2, 0)
    assert told[:4] == [
        "documents: 2 loaded, 1 quarantined, 1 rejected (2 read now, 0 unchanged)",
        "  quarantined: a.pdf: year unknown",
        "  rejected: b.pdf: no disclosure",
        "  not counted again: c.pdf: as d.pdf",
    ]
    assert told[-1] == "notice: slow"


def test_parts_set_aside_are_named_first_ones_first() -> None:
    parts = [("a.pdf", 3, "identity", "unique", "2 rows"), ("a.pdf", None, "document", "carried", "boom")]
    told = lines(summary(set_aside=parts), 2, 0)
    assert told[1:4] == [
        "set aside, ours to mend: 1 document, 1 identity",
        "  identity: a.pdf p. 3: unique: 2 rows",
        "  document: a.pdf: carried: boom",
    ]
    told = lines(summary(set_aside=[parts[0]] * 12), 2, 0)
    assert told[1] == "set aside, ours to mend: 12 identities"
    assert told[12] == "  … and 2 more in table set_aside"


def test_changes_stand_below_what_they_are_changes_of() -> None:
    changes = Changes(
        documents=[DocumentChange("a.pdf", None, "loaded"), DocumentChange("b.pdf", "loaded", None)],
        counts={"amounts": (1, 1234)},
        came=[{}], came_count=7, went_count=2,
    )  # fmt: skip
    assert lines(summary(changes=changes), 1, 1)[4:] == [
        "since the last build:",
        "  new: a.pdf (loaded)",
        "  gone: b.pdf (was loaded)",
        "  amounts: 1 → 1,234",
        "  findings: 7 new, 2 gone",
    ]
    assert lines(summary(changes=Changes()), 1, 1)[4:] == ["since the last build: no change"]


def database(path: Path, documents: str, amounts: str, verdicts: str, findings: str, *more: str) -> Path:
    """The tables that are compared; `more`: columns that only a newer build's findings have."""
    told = ", ".join(("finding_key", "document_key", "page_number", "kind", "summary", *more))
    with duckdb.connect(str(path)) as connection:
        for table, rows in (
            ("dim_document (document_key, file_name, status)", documents),
            ("published_amount (amount_key, document_key, amount_text, amount_yuan)", amounts),
            ("reconciliation_result (result_key, document_key, rule_id, residual_yuan, verdict)", verdicts),
            (f"finding ({told})", findings),
        ):
            name, columns = table.split(" ", 1)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {rows}) AS v{columns}")
    return path


def test_two_builds_are_compared_by_what_differs_alone(tmp_path: Path) -> None:
    was = database(
        tmp_path / "was.duckdb",
        "('d', 'd.pdf', 'loaded'), ('g', 'g.pdf', 'loaded')",
        "('a', 'd', '1', 1.0), ('b', 'd', '2', 2.0), ('x', 'g', '9', 9.0)",
        "('r', 'd', 'sum', 0.0, 'exact'), ('s', 'd', 'sum', 1.0, 'break')",
        "('f', 'd', 1, 'undetermined', 'said')",
    )
    now = database(
        tmp_path / "now.duckdb",
        "('d', 'd.pdf', 'loaded'), ('n', 'n.pdf', 'loaded')",
        "('a', 'd', '1', 1.5), ('c', 'd', '3', 3.0), ('y', 'n', '9', 9.0)",
        "('r', 'd', 'sum', 0.0, 'exact'), ('s', 'd', 'sum', 0.0, 'exact')",
        "('f', 'd', 1, 'undetermined', 'said', 5.0), ('h', 'n', 2, 'notice', 'said', NULL), "
        "('i', 'n', 2, 'undetermined', 'said', 1.0), ('j', 'n', 2, 'undetermined', 'said', 7.0)",
        "severity_yuan",
    )
    changes = changes_between(was, now)
    assert changes is not None
    assert changes.any
    assert [str(change) for change in changes.documents] == ["gone: g.pdf (was loaded)", "new: n.pdf (loaded)"]
    assert changes.counts == {
        "findings notice": (0, 1),
        "findings undetermined": (1, 3),
        "identities break": (1, 0),
        "identities exact": (1, 2),
    }
    assert changes.amounts == {"came": 1, "went": 1, "differ": 1}
    assert changes.verdicts == [("break", "exact", 1)]
    # The gravest first; the older build says of none how grave it is.
    assert ([row["finding_key"] for row in changes.came], changes.came_count) == (["j", "i", "h"], 3)
    assert (changes.went, changes.went_count) == ([], 0)
    # Rows of documents that were not made anew are not read.
    others = changes_between(was, now, made_anew=["g", "n"])
    assert others is not None
    assert (others.documents, others.counts) == (changes.documents, changes.counts)
    assert (sum(others.amounts.values()), others.verdicts, others.came_count) == (0, [], 3)


def test_a_build_is_as_it_was_before_and_the_first_is_compared_with_none(tmp_path: Path) -> None:
    rows = (
        "('d', 'd.pdf', 'loaded')",
        "('a', 'd', '1', 1.0)",
        "('r', 'd', 'sum', 0.0, 'exact')",
        "('f', 'd', 1, 'notice', 'said')",
    )
    was, now = database(tmp_path / "was.duckdb", *rows), database(tmp_path / "now.duckdb", *rows)
    changes = changes_between(was, now)
    assert changes is not None
    assert not changes.any
    assert changes_between(None, now) is None
    assert changes_between(tmp_path / "nowhere.duckdb", now) is None


def test_facts_corrections_and_who_speaks_are_compared(tmp_path: Path) -> None:
    def made(name: str, superseded: str, facts: str, corrections: str) -> Path:
        path = database(
            tmp_path / name,
            "('x', 'x', 'x')",
            "('x', 'x', 'x', 1)",
            "('x', 'x', 'x', 1, 'x')",
            "('x', 'x', 1, 'x', 'x')",
        )
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                "CREATE OR REPLACE TABLE dim_document AS SELECT * FROM (VALUES ('a', 'a.pdf', 'loaded', 'one', "
                f"{superseded}), ('b', 'b.pdf', 'loaded', 'one', NULL), ('c', 'c.pdf', 'loaded', 'two', NULL)) "
                "AS v(document_key, file_name, status, disclosure_key, superseded_by)"
            )
            connection.execute(
                f"CREATE TABLE fact_expenditure AS SELECT * FROM (VALUES {facts}) "
                "AS v(document_key, fiscal_year, stage, amount_yuan)"
            )
            connection.execute(
                f"CREATE TABLE correction AS SELECT * FROM (VALUES {corrections}) "
                "AS v(amount_key, document_key, page_number, amount_text, corrected_amount_yuan)"
            )
            connection.execute(
                "CREATE TABLE fact_amount_link AS SELECT * FROM (VALUES ('1'), ('2'), ('4')) AS v(amount_key)"
            )
        return path

    was = made(
        "was.duckdb", "NULL::VARCHAR",
        "('a', 2024, 'final', 5.0), ('c', 2024, 'final', 1.0), ('c', 2024, 'final', 2.0)",
        "('1', 'a', 3, '5.0', 4.0), ('2', 'c', NULL, '1', 7.0), ('3', 'c', 1, '2', 8.0)",
    )  # fmt: skip
    now = made(
        "now.duckdb", "'b'", "('b', 2024, 'final', 1255.5), ('c', 2024, 'final', 3.0), ('c', 2025, 'final', 2.0)",
        "('4', 'b', 9, '6', 1000.0), ('2', 'c', NULL, '1', 9.0), ('3', 'c', 1, '2', 8.0), ('5', 'c', 2, '3', 4.0)",
    )  # fmt: skip
    changes = changes_between(was, now)
    assert changes is not None
    assert changes.any
    assert lines(summary(changes=changes), 1, 1)[5:] == [
        "  a.pdf: b.pdf speaks instead now",
        "  correction gone: a.pdf p. 3: facts use the printed 5.0 again (was 4.00 yuan)",
        "  new correction: b.pdf p. 9: printed 6, facts use 1,000.00 yuan",
        "  new correction: c.pdf p. 2: printed 3, decided 4.00 yuan; "
        "NO FACT IS MADE OF THIS FIGURE: correct it where facts take it from",
        "  correction changed: c.pdf: 7.00 → 9.00 yuan",
        "  fact_expenditure: b.pdf (2024 final): 5.00 → 1,255.50 yuan",
        "  fact_expenditure: c.pdf (2025 final): none → 2.00 yuan",
    ]
    back = changes_between(now, was)
    assert back is not None
    assert str(back.speakers[0]) == "a.pdf speaks for its disclosure now"
    untouched = changes_between(was, now, made_anew=["c"])
    assert untouched is not None
    assert [(change.name, change.was) for change in untouched.facts] == [("c.pdf", None)]


def test_of_many_sums_of_facts_the_first_are_named() -> None:
    change = FactChange("revenue", "a.pdf", 2024, "final", None, Decimal(1))
    told = lines(summary(changes=Changes(facts=[change] * 12, fact_count=30)), 1, 1)
    assert told[4:] == ["since the last build:", *[f"  {change}"] * 10, "  … and 20 more sums of facts"]
