from collections import Counter

from yusuan.corpus.console import identity, percent
from yusuan.corpus.figures import Document, Figures, total, worst_first


def document(name: str, **facts: object) -> Document:
    made = Document(
        1, int(facts.get("status", "loaded") == "loaded"), document_key=name, file_name=name, status="loaded"
    )
    for field, value in facts.items():
        setattr(made, field, value)
    return made


def test_the_total_adds_up_every_count() -> None:
    first = document("a", pages=3, tables=Counter(revenue=2, other=1), money=10, vouched=9, timed_pages=3, seconds=1.5)
    second = document("b", pages=4, tables=Counter(revenue=1), money=10, vouched=0, boxes=Counter(equal=9, part=1))
    whole = total([first, second])
    assert (whole.documents, whole.loaded, whole.pages, whole.recognised) == (2, 2, 7, 3)
    assert whole.tables == Counter(revenue=3, other=1)
    shares = whole.shares()
    assert shares["tables_recognised"] == 0.75
    assert shares["money_vouched"] == 0.45
    assert shares["boxes_equal"] == 0.9
    assert shares["pages_per_second"] == 2.0
    assert whole.differing == 1
    assert first.pages == 3, "adding up changes no document"


def test_what_was_turned_away_counts_against_the_shares() -> None:
    loaded = document("a", money=90, vouched=90)
    away = document("b", status="quarantined", turned_away_figures=10)
    shares = total([loaded, away]).shares()
    assert shares["documents_loaded"] == 0.5
    assert shares["money_vouched"] == 1.0
    assert shares["money_vouched_of_all_read"] == 0.9


def test_no_share_of_nothing() -> None:
    assert set(Figures().shares().values()) == {None}


def test_kinds_with_the_share_that_is_vouched() -> None:
    figures = Figures(
        tables=Counter(project=1, revenue=2, government_fund=1),
        money_by_kind=Counter(project=4, revenue=10),
        vouched_by_kind=Counter(revenue=5),
    )
    assert figures.kinds() == [("revenue", 2, 10, 0.5), ("government_fund", 1, 0, None), ("project", 1, 4, 0.0)]


def test_worst_first() -> None:
    good = document("good", money=10, vouched=10)
    quiet = document("quiet", money=10, vouched=2)
    broken = document("broken", money=10, vouched=10, verdicts=Counter({"break": 2, "exact": 50}))
    unread = document("unread", money=10, vouched=10, amounts=Counter(exact=9, damaged=1))
    away = document("away", status="rejected")
    assert [d.file_name for d in worst_first([good, quiet, away, broken, unread])] == [
        "broken",
        "unread",
        "quiet",
        "good",
    ]


def test_percentages_do_not_flatter() -> None:
    assert percent(1.0) == "100.0 %"
    assert percent(0.9999) == "99.9 %"
    assert percent(49409 / 49410, 3) == "99.998 %"
    assert percent(0.0) == "0.0 %"
    assert percent(0.00001) == "0.1 %"
    assert percent(None) == "—"


def test_identity_says_what_is_not_known() -> None:
    known = document("a", publisher="甲局", fiscal_year=2026, level="unit", stage="final")
    assert identity(known) == "甲局 2026 单位决算"
    assert identity(document("b")) == "? ? ??"


def test_the_first_folder_is_the_place() -> None:
    assert document("上海/a/b.pdf").place == "上海"
    assert document("b.pdf").place == ""
