"""Choosing, drawing, escaping: the page without a build."""

import json
from collections import Counter
from decimal import Decimal

from PIL import Image

from yusuan.corpus.boxes import BoxReading, Place
from yusuan.corpus.choice import Broken, Mark, MarkedPage, ShownBreak, choose, choose_pages
from yusuan.corpus.console import text
from yusuan.corpus.figures import Document
from yusuan.corpus.findings import Findings, as_json
from yusuan.corpus.page import BreakSection, DocumentSection, Picture, render
from yusuan.corpus.pictures import FRAMES, density, framed, window
from yusuan.report.breaks import Identity

EVIL = "<script>alert(1)</script>&\"'"


def test_room_is_shared_by_rules_and_pages() -> None:
    breaks = [Broken(f"a{n}", "sum", 4) for n in range(5)] + [Broken("b", "total", 9), Broken("c", "sum", 2)]
    assert choose(breaks, 3) == ["c", "a0", "b"]
    assert choose(breaks, 4) == ["c", "a0", "a1", "b"]
    assert len(choose(breaks, 20)) == 7


def test_the_page_of_the_left_side_is_always_shown() -> None:
    many = MarkedPage("a.pdf", 3, tuple(Mark("right", (0, n, 1, n + 1)) for n in range(9)))
    few = MarkedPage("a.pdf", 5, (Mark("right", (0, 0, 1, 1)),))
    left = MarkedPage("a.pdf", 7, (Mark("left", (0, 0, 1, 1)),))
    assert [p.page for p in choose_pages([many, few, left])] == [3, 7]


def test_a_picture_reaches_around_its_marks_and_not_off_the_page() -> None:
    marks = [Mark("left", (0, 10, 5, 20)), Mark("right", (0, 300, 5, 310))]
    top, bottom = window(marks, 320)
    assert (top, bottom) == (0, 320)
    top, bottom = window(marks[1:], 842)
    assert 0 < top < 300 < 310 < bottom < 842
    assert density(2384) * 2384 == density(1190) * 1190 < 1200
    assert density(300) == 2


def test_frames_keep_their_colours() -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    drawn = framed(picture, [("left", [50, 50, 90, 90]), ("right", [120, 120, 160, 160])]).convert("RGB")
    assert drawn.getpixel((47, 60)) == FRAMES["left"]
    assert drawn.getpixel((117, 130)) == FRAMES["right"]


def findings(refusal: str | None = None) -> Findings:
    loaded = Document(
        *(1, 1, 5),
        document_key="k1",
        file_name=f"上海/{EVIL}.pdf",
        status="loaded",
        publisher=EVIL,
        evidence=[{"field": "publisher_name", "value": EVIL, "page": 1, "text": EVIL}],
        tables=Counter(revenue=1),
        amounts=Counter(exact=2),
        verdicts=Counter({"break": 1}),
        boxes=Counter(equal=1, part=1),
    )
    away = Document(1, document_key="k2", file_name="无锡/b.pdf", status="rejected", reason=EVIL)
    reading = BoxReading(Place("m1", 2, EVIL, (1, 2, 3, 4)), EVIL, "part")
    return Findings(EVIL, "b", "c", "e", "now", refusal, [loaded, away], [("c.pdf", EVIL)], {"k1": [reading]}, 1.5)


def section(found: Findings) -> DocumentSection:
    zero = Decimal(0)
    identity = Identity(
        *("r", "a.pdf", "rule", EVIL, EVIL, EVIL, 2, Decimal(1), zero, Decimal(1), zero, "break", None, False, None, [])
    )
    shown = ShownBreak(identity, [], 1)
    picture = Picture("other.pdf", 2, "data:image/png;base64,AAAA")
    differing = found.differences["k1"][0]
    return DocumentSection(found.documents[0], [BreakSection(shown, [picture])], 3, [(differing, picture)], 0)


def test_everything_printed_is_escaped() -> None:
    found = findings(refusal=EVIL)
    page = render(found, [section(found)], {"revenue": EVIL})
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 10
    assert "3 more breaks of this document are not shown" in page
    assert 'src="data:image/png;base64,AAAA"' in page
    assert "http" not in page.replace("http-equiv", "")


def test_console_and_json_say_the_same() -> None:
    found = findings(refusal="no")
    printed = text(found)
    for words in ("1 of 2 loaded", "1 rejected", "the gate refused", "1 part: only a part", "not counted again: c.pdf"):
        assert words in printed
    content = json.loads(json.dumps(as_json(found), ensure_ascii=False))
    assert content["total"]["documents"] == 2
    assert content["total"]["shares"]["boxes_equal"] == 0.5
    assert content["published"] is False
    assert [d["file_name"] for d in content["documents"]] == [d.file_name for d in found.documents]
    assert content["box_differences"][0]["outcome"] == "part"
    assert set(content["places"]) == {"上海", "无锡"}
