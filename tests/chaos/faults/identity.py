"""Whose paper it is: publisher, year, stage, level, and what else a document says of itself."""

from __future__ import annotations

from random import Random

from tests.chaos.faults import fault
from tests.chaos.paper import Paper
from tests.chaos.words import ODD, odd_text

_COUNTED = ("page_count", "fiscal_year")


@fault("printed")
def publisher_blank(paper: Paper, rng: Random) -> None:
    paper.document["publisher_name"] = rng.choice(("", " ", "本级", "机关", "()", "·", "：", None))


@fault("printed")
def publisher_long(paper: Paper, rng: Random) -> None:
    paper.document["publisher_name"] = rng.choice(("局", "市", "财政局本级", "(")) * 500


@fault("printed")
def publisher_odd(paper: Paper, rng: Random) -> None:
    paper.document["publisher_name"] = odd_text(rng)


@fault("printed")
def title_odd(paper: Paper, rng: Random) -> None:
    paper.document["title"] = rng.choice((None, odd_text(rng)))


@fault("printed")
def year_absurd(paper: Paper, rng: Random) -> None:
    paper.document["fiscal_year"] = rng.choice((0, 1, 99, 1900, 2099, 9999, None))


@fault("broken")
def year_impossible(paper: Paper, rng: Random) -> None:
    paper.document["fiscal_year"] = rng.choice((-1, -2024, 99_999, 2**31 - 1, -(2**31)))


@fault("broken")
def stage_unknown(paper: Paper, rng: Random) -> None:
    paper.document["stage"] = rng.choice(("plan", "", "决算", "BUDGET", None))


@fault("broken")
def level_unknown(paper: Paper, rng: Random) -> None:
    paper.document["level"] = rng.choice(("county", "", "department_remainder"))


@fault("printed")
def level_other(paper: Paper, rng: Random) -> None:
    paper.document["level"] = rng.choice(("department", "unit", None))


@fault("broken")
def status_unknown(paper: Paper, rng: Random) -> None:
    paper.document["status"] = rng.choice(("", "loaded", "rejected", None))


@fault("broken")
def reader_unknown(paper: Paper, rng: Random) -> None:
    paper.document["reader"] = rng.choice(("", "fax", None))


@fault("printed")
def reader_other(paper: Paper, rng: Random) -> None:
    paper.document["reader"] = rng.choice(("pdf", "ocr", "text", "markdown", "xlsx"))


@fault("broken")
def counts_impossible(paper: Paper, rng: Random) -> None:
    paper.document["page_count"] = rng.choice((0, -1, None, 2**31 - 1))


@fault("broken")
def hash_shared(paper: Paper, rng: Random) -> None:
    paper.document["content_hash"] = rng.choice((None, "", "0"))


@fault("broken")
def evidence_odd(paper: Paper, rng: Random) -> None:
    paper.document["identity_evidence"] = rng.choice((None, "", "{", "[{}]", '[{"page": "x"}]', "null", *ODD))


@fault("broken")
def no_document(paper: Paper, rng: Random) -> None:
    paper.rows["document"] = []


@fault("broken")
def document_twice(paper: Paper, rng: Random) -> None:
    again = dict(paper.document)
    again |= rng.choice(
        ({}, {"fiscal_year": 2031}, {"publisher_name": "另一个局"}, {"stage": None}, {"status": "rejected"})
    )
    paper.rows["document"].append(again)


@fault("broken")
def pages_impossible(paper: Paper, rng: Random) -> None:
    pages = paper.rows["page"]
    for page in pages:
        page |= rng.choice(
            (
                {"page_number": 0},
                {"page_number": -1},
                {"page_number": None},
                {"width": float("nan")},
                {"rotation": 45},
                {"width": 0.0},
            )
        )
    pages += [dict(page) for page in pages[:2]]


@fault("printed")
def no_pages(paper: Paper, rng: Random) -> None:
    paper.rows["page"] = []
