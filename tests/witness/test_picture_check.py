"""Accused figures in, what their pages show out; each document in a process that it may spoil."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.reading.test_figure_check import made, places

from yusuan.errors import YusuanError
from yusuan.reading.ocr.figure_check import FigurePlace, Sight
from yusuan.store.sightings import SIGHTING, Sightings
from yusuan.witness import picture_check, picture_process
from yusuan.witness.picture_process import ENDED, NOT_DRAWN, NOT_THERE, PicturedDocument, Seen, look

NONE = pl.DataFrame(schema=SIGHTING)


@pytest.fixture
def paper(tmp_path: Path) -> PicturedDocument:
    data = made()
    (tmp_path / "paper.pdf").write_bytes(data)
    return PicturedDocument(str(tmp_path), "paper.pdf", hashlib.sha256(data).hexdigest(), None, places(data))


def accused(document: PicturedDocument) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "document_key": "d",
                "figure_key": f"figure {number}",
                "documents_folder": document.documents,
                "file_name": document.file_name,
                "sha256": document.sha256,
                "path_on_disk": document.path_on_disk,
                "page_number": place.page_number,
                **dict(zip(("x0", "top", "x1", "bottom"), place.box, strict=True)),
                "figure_text": place.text,
                "is_line": place.is_line,
            }
            for number, place in enumerate(document.places)
        ],
        schema_overrides={"path_on_disk": pl.String},
    )


def test_each_document_has_its_answer(paper: PicturedDocument, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    broken = hashlib.sha256(b"%PDF-1.4 and no more").hexdigest()
    gone = PicturedDocument(str(tmp_path), "gone.pdf", paper.sha256, None, paper.places)
    other = PicturedDocument(str(tmp_path), "paper.pdf", broken, None, paper.places)
    damaged = PicturedDocument(str(tmp_path), "broken.pdf", broken, None, paper.places)
    answers = list(look([gone, other, damaged, paper]))
    assert answers[:3] == [NOT_THERE, NOT_THERE, NOT_DRAWN]
    assert [sighting.sight for sighting in answers[3]] == [Sight.SAME] * len(paper.places)  # type: ignore[union-attr]


def test_a_document_that_ends_the_process_costs_itself_only(
    paper: PicturedDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in for such a page: a module in the process's place that dies on the second document."""
    (tmp_path / "dying.py").write_text(
        "import json, os, sys\n"
        "for line in sys.stdin:\n"
        "    if 'dies' in json.loads(line)['document'][1]:\n"
        "        os.abort()\n"
        "    print(json.dumps([['same', 'x']]), flush=True)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(picture_process, "_COMMAND", [picture_process.sys.executable, str(tmp_path / "dying.py")])
    documents = [
        PicturedDocument(paper.documents, name, paper.sha256, None, paper.places[:1]) for name in ("a", "dies", "b")
    ]
    assert [answer if isinstance(answer, str) else answer[0].text for answer in look(documents)] == ["x", ENDED, "x"]


def test_what_was_seen_before_is_not_looked_at_again(paper: PicturedDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = picture_check.picture_check(accused(paper), NONE)
    assert set(seen["sight"]) == {"same"}
    assert seen.height == len(paper.places)

    def nothing(documents: Sequence[PicturedDocument]) -> list[Seen]:
        assert documents == []
        return []

    monkeypatch.setattr(picture_check, "look", nothing)
    assert picture_check.picture_check(accused(paper), seen).sort("figure_key").equals(seen.sort("figure_key"))


def test_other_text_at_the_same_place_is_looked_at(paper: PicturedDocument) -> None:
    before = picture_check.picture_check(accused(paper), NONE).with_columns(figure_text=pl.lit("before"))
    assert set(picture_check.picture_check(accused(paper), before)["sight"]) == {"same"}


def test_a_file_that_is_gone_says_why(paper: PicturedDocument) -> None:
    Path(paper.documents, paper.file_name).unlink()
    seen = picture_check.picture_check(accused(paper), NONE)
    assert set(seen["sight"]) == {"unread"}
    assert set(seen["unread_because"]) == {NOT_THERE}


def test_the_frame_is_checked(paper: PicturedDocument) -> None:
    with pytest.raises(YusuanError, match="column sha256 is missing"):
        picture_check.picture_check(accused(paper).drop("sha256"), NONE)


def test_sightings_are_kept_but_for_those_to_be_tried_again(paper: PicturedDocument, tmp_path: Path) -> None:
    kept = Sightings(tmp_path / "raw", "v1")
    row = {"document_key": "d", "figure_key": "a", "figure_text": "1", "sight": "same", "seen_text": "1"}
    unread = row | {"figure_key": "b", "sight": "unread", "seen_text": None, "unread_because": NOT_THERE}
    seen = pl.DataFrame([row | {"unread_because": None}, unread], schema=SIGHTING)
    assert kept.read().equals(NONE)
    kept.keep(seen)
    kept.keep(seen)
    assert kept.read()["figure_key"].to_list() == ["a"]
    Sightings(tmp_path / "raw", "v2").keep(seen)  # another version of what looks: the first one's are of no use
    assert kept.read().is_empty()


def test_places_go_through_the_process_unchanged(paper: PicturedDocument) -> None:
    line = FigurePlace(1, (45.0, 100.0, 375.0, 120.0), "1,547.08", is_line=True)
    document = PicturedDocument(paper.documents, paper.file_name, paper.sha256, None, [line])
    (answer,) = look([document])
    assert not isinstance(answer, str)
    assert answer[0].sight is Sight.SAME
    assert "683.21" in (answer[0].text or "")
