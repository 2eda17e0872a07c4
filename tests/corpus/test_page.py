"""Choosing, drawing, escaping: the page without a build."""

import json
from collections import Counter
from decimal import Decimal

from yusuan.corpus.boxes import BoxReading, Place
from yusuan.corpus.check_page import BreakSection, DocumentSection, Picture, render
from yusuan.corpus.choice import Broken, ShownBreak, choose
from yusuan.corpus.console import text
from yusuan.corpus.document_findings import Findings, as_json
from yusuan.corpus.figures import Document
from yusuan.serving.evidence import EvaluatedIdentity

EVIL = "<script>alert(1)</script>&\"'"


def test_room_is_shared_by_rules_and_pages() -> None:
    breaks = [Broken(f"a{n}", "sum", 4) for n in range(5)] + [Broken("b", "total", 9), Broken("c", "sum", 2)]
    assert choose(breaks, 3) == ["c", "a0", "b"]
    assert choose(breaks, 4) == ["c", "a0", "a1", "b"]
    assert len(choose(breaks, 20)) == 7


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
    identity = EvaluatedIdentity(
        *(
            "r",
            "a.pdf",
            "rule",
            EVIL,
            EVIL,
            "within_table",
            "=",
            False,
            EVIL,
            2,
            Decimal(1),
            zero,
            Decimal(1),
            zero,
            "break",
            None,
            False,
            False,
            None,
            [],
        )
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


def test_what_a_paper_does_not_say_of_itself_is_said_apart() -> None:
    page = render(findings(), [section(findings())], {})
    said = "publisher unknown 单位不明 · year unknown 年度不明 · level unknown 级次不明 · stage unknown 阶段不明"
    assert said in page


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
