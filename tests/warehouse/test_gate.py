"""Coverage that is lost without a cause stops a build, and so does a correction of what the source does not say."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.store.corrections import CORRECTIONS
from yusuan.store.manifest import MANIFEST
from yusuan.warehouse.build import Build
from yusuan.warehouse.gate import losses, require_corrections, require_no_loss
from yusuan.warehouse.missing import out_of_reach


def make(
    home: Home,
    build_id: str,
    status: str,
    kinds: list[str],
    declared: str | None = None,
    aside: str | None = None,
    partner: str | None = None,
) -> Build:
    build = Build(home, build_id)
    build.folder.mkdir(parents=True)
    row = {"file_name": "a.pdf", "document_key": "k", "sha256": "k", "declared_stage": declared}
    row |= {"first_loaded_at": datetime.now(UTC)}
    pl.DataFrame([row], schema=MANIFEST, orient="row").write_parquet(build.manifest)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(
            "CREATE TABLE dim_document (document_key TEXT, file_name TEXT, status TEXT, status_reason TEXT, "
            "partner_key TEXT)"
        )
        connection.execute("INSERT INTO dim_document VALUES ('k', 'a.pdf', ?, 'no year', ?)", [status, partner])
        if partner:
            connection.execute("INSERT INTO dim_document VALUES (?, 'b.pdf', 'loaded', NULL, 'k')", [partner])
        connection.execute("CREATE TABLE published_table (document_key TEXT, table_kind TEXT)")
        connection.execute("CREATE TABLE set_aside (document_key TEXT, part TEXT)")
        if aside:
            connection.execute("INSERT INTO set_aside VALUES ('k', ?)", [aside])
        for kind in kinds:
            connection.execute("INSERT INTO published_table VALUES ('k', ?)", [kind])
    return build


@pytest.mark.parametrize(
    ("status", "kinds", "declared", "aside", "lost"),
    [
        ("loaded", ["revenue", "expenditure"], None, None, []),
        ("loaded", ["revenue", "project"], None, None, []),
        ("loaded", ["revenue", "other"], None, None, ["had 2 recognised tables, has 1"]),
        ("loaded", ["revenue", "other"], None, "table", []),
        ("loaded", ["revenue", "other"], None, "identity", ["had 2 recognised tables, has 1"]),
        ("loaded", [], None, None, ["had 2 recognised tables, has 0"]),
        ("quarantined", [], None, None, ["was loaded, is now quarantined: no year"]),
        ("quarantined", [], None, "document", []),
        ("quarantined", [], "budget", None, []),
    ],
)
def test_losses(
    home: Home, status: str, kinds: list[str], declared: str | None, aside: str | None, lost: list[str]
) -> None:
    last = make(home, "20250101-000000-aaaaaa", "loaded", ["revenue", "expenditure"])
    build = make(home, "20250102-000000-aaaaaa", status, kinds, declared, aside)
    assert [loss.loss for loss in losses(build, last)] == lost
    assert losses(build, None) == []
    if lost:
        with pytest.raises(YusuanError, match=r"coverage was lost without a cause: a\.pdf"):
            require_no_loss(build, last, None)
    assert [loss.loss for loss in require_no_loss(build, last, "a person looked")] == lost


def test_a_file_that_was_loaded_by_what_its_partner_told_goes_with_it(home: Home) -> None:
    last = make(home, "20250101-000000-aaaaaa", "loaded", [], partner="p")
    alone = make(home, "20250102-000000-aaaaaa", "quarantined", [])
    assert [loss.file_name for loss in losses(alone, last) if loss.file_name == "a.pdf"] == []
    beside = make(home, "20250103-000000-aaaaaa", "quarantined", [], partner="p")
    assert [loss.file_name for loss in losses(beside, last)] == ["a.pdf"], "the partner is there: it is our loss"


@pytest.mark.parametrize(
    ("file", "amount_key", "printed", "words"),
    [
        ("a.pdf", "x", "3.7", None),
        ("a.pdf", "x", "3 .7", None),
        ("a.pdf", "x", "3.70", r"line 2 corrects '3\.70' \(x\), but a\.pdf prints '3\.7' there"),
        ("a.pdf", "y", "3.7", r"line 2 corrects '3\.7' \(y\), but a\.pdf has no such amount"),
        ("b.pdf", "x", "3.7", r"b\.pdf"),
    ],
)
def test_a_correction_of_what_the_source_does_not_say(
    home: Home, file: str, amount_key: str, printed: str, words: str | None
) -> None:
    build = make(home, "20250101-000000-aaaaaa", "loaded", [])
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(
            "CREATE TABLE published_amount AS SELECT 'x' AS amount_key, 'k' AS document_key, '3.7' AS amount_text"
        )
    row = {"line_number": 2, "file": file, "amount_key": amount_key, "printed": printed}
    pl.DataFrame([row], schema=CORRECTIONS, orient="row").write_parquet(build.corrections)
    if words is None:
        require_corrections(build)
    else:
        with pytest.raises(YusuanError, match=words):
            require_corrections(build)


CLOSED = "the folder could not be opened, what is in it is left out: Permission denied"


@pytest.mark.parametrize(
    ("now", "closed", "lost"),
    [
        ({"a": "市/局/a.pdf", "b": "市/局/b.pdf", "c": "市/c.pdf", "d": "d.pdf"}, {}, {}),
        # Taken out of folders in which others are left, replaced, and moved to another folder.
        ({"b": "市/局/b.pdf", "c": "市/c.pdf"}, {}, {}),
        ({"x": "市/局/a.pdf", "c": "市/c.pdf", "d": "d.pdf"}, {}, {}),
        ({"a": "省/a.pdf", "b": "省/b.pdf", "c": "省/c.pdf"}, {}, {}),
        # A lost mount leaves its folder empty, or none.
        (
            {"c": "市/c.pdf", "d": "d.pdf"},
            {},
            {"市/局": "held 2 documents that were loaded, and is gone or empty now"},
        ),
        ({"d": "d.pdf"}, {}, {"市": "held 3 documents that were loaded, and is gone or empty now"}),
        # What cannot be opened is told by the outermost folder.
        ({"d": "d.pdf"}, {"市": CLOSED}, {"市": f"held 3 documents that were loaded, but now {CLOSED}"}),
        (
            {"a": "市/局/a.pdf", "b": "市/局/b.pdf", "d": "d.pdf"},
            {"市/c.pdf": "the file could not be opened: Input/output error"},
            {"市/c.pdf": "was loaded, but now the file could not be opened: Input/output error"},
        ),
        # A folder that is called as a document is, and can be opened: what is taken out of it is taken out.
        ({"b": "市/局/b.pdf", "c": "市/c.pdf"}, {"市/局": "this is a folder, not a document"}, {}),
    ],
)
def test_what_is_out_of_reach_is_told_from_what_a_person_took_out(
    now: dict[str, str], closed: dict[str, str], lost: dict[str, str]
) -> None:
    was = {"a": "市/局/a.pdf", "b": "市/局/b.pdf", "c": "市/c.pdf", "d": "d.pdf"}
    rows = [{"file_name": name, "document_key": key, "sha256": key} for key, name in now.items()]
    rows += [{"file_name": n, "document_key": n, "file_status_reason": why} for n, why in closed.items()]
    assert out_of_reach(was, pl.DataFrame(rows, schema=MANIFEST, orient="row")) == lost


@pytest.mark.parametrize(
    ("status", "also_there", "lost"),
    [
        ("loaded", False, []),
        ("rejected", False, ["was loaded; the file that has its name now is rejected: no year"]),
        ("quarantined", False, ["was loaded; the file that has its name now is quarantined: no year"]),
        # The bytes that were loaded lie under another name: nothing is lost.
        ("rejected", True, []),
    ],
)
def test_a_file_that_replaces_a_loaded_one_and_cannot_be_read_is_a_loss(
    home: Home, status: str, also_there: bool, lost: list[str]
) -> None:
    last = make(home, "20250101-000000-aaaaaa", "loaded", [])
    build = make(home, "20250102-000000-aaaaaa", status, [])
    pl.read_parquet(build.manifest).with_columns(document_key=pl.lit("n"), sha256=pl.lit("n")).write_parquet(
        build.manifest
    )
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("UPDATE dim_document SET document_key = 'n'")
        if also_there:
            connection.execute("INSERT INTO dim_document VALUES ('k', 'moved.pdf', 'loaded', NULL, NULL)")
    assert [loss.loss for loss in losses(build, last)] == lost
