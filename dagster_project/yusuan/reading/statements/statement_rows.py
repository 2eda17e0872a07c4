"""Raw lines → raw `statement` rows: each figure of the prose with its sentence, heading and the words beside it.

Belongs here: the order of steps and the flat form. Does not: paragraphs (paragraphs.py), figures (prose_figures.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from yusuan.reading.emit import Record, place_key
from yusuan.reading.statements.evaluation_forms import form_statements
from yusuan.reading.statements.paragraphs import LineRecord, Paragraph, all_lines, paragraphs
from yusuan.reading.statements.prose_figures import ProseFigure, find_figures

_CLAUSE = re.compile(r"[,;:。!?]")
_DIRECTION = re.compile(r"(增加|增长|上升|提高|增幅|上涨|新增|减少|下降|降低|减幅|降幅|压减|持平)")
_REASON = re.compile(r"原因|由于|主要是|主要系|主要因|主要为|系因|其中主要")
_PURPOSE = re.compile(r"(用于|用作|支付)(?!以下|如下)[^:]*(?<!方面)(?<!如下)[^:]*$")
_SENTENCE_END = re.compile(r"[。!?]")


def read_statements(document_key: str, lines: Iterable[LineRecord]) -> list[Record]:
    """Raw `statement` records of a document from its raw `line` records, in reading order."""
    ordered = all_lines(lines)
    records = [*_prose(ordered), *form_statements(ordered)]
    seen: Counter[tuple[int, str]] = Counter()
    for record in records:
        place = (record["page_number"], record["figure_text"])
        seen[place] += 1
        record["statement_key"] = place_key(document_key, "statement", *place, seen[place])
    return records


def _prose(lines: list[LineRecord]) -> Iterator[Record]:
    sentence_number = 0
    for number, paragraph in enumerate(paragraphs(lines), start=1):
        figures = list(find_figures(paragraph.text))
        bounds = [m.end() for m in _SENTENCE_END.finditer(paragraph.text)]
        bounds.append(len(paragraph.text))
        begin = 0
        for end in bounds:
            inside = [f for f in figures if begin <= f.start < end]
            sentence_number += 1
            for k, figure in enumerate(inside, start=1):
                yield {
                    "paragraph_number": number,
                    "sentence_number": sentence_number,
                    "figure_number": k,
                    "heading": paragraph.heading,
                    "sentence": paragraph.text[begin:end],
                    **_words(paragraph, figures, figure),
                    **_place(paragraph, figure),
                }
            begin = end


def _words(paragraph: Paragraph, figures: list[ProseFigure], figure: ProseFigure) -> Record:
    index = figures.index(figure)
    after = figures[index - 1].end if index else 0
    before = figures[index + 1].start if index + 1 < len(figures) else len(paragraph.text)
    lead = paragraph.text[after : figure.start]
    phrase = _CLAUSE.split(lead)[-1]
    directions = _DIRECTION.findall(phrase)
    return {
        "lead": lead,
        "phrase": phrase,
        "tail": paragraph.text[figure.end : before],
        "direction": directions[-1] if directions else None,
        "depth": _depth(paragraph.text[: figure.start]),
        "scope": _scope(paragraph.text[: figure.start]),
        "figure_text": figure.text,
        "number": figure.number,
        "number_decimals": figure.decimals,
        "unit": figure.unit,
    }


def _scope(before: str) -> str:
    """Whether a figure is stated, or stands in the reason or the purpose that a sentence gives for another."""
    clause = re.split(r"[。;!?]", before)[-1]
    if _REASON.search(clause):
        return "reason"
    return "purpose" if _PURPOSE.search(clause) else "statement"


def _depth(before: str) -> int:
    """How many brackets are open; `1)` closes none."""
    depth = 0
    for character in before:
        depth = max(0, depth + (character == "(") - (character == ")"))
    return depth


def _place(paragraph: Paragraph, figure: ProseFigure) -> Record:
    line = paragraph.line_at(figure.start)
    return {"page_number": line["page_number"], **{k: line[k] for k in ("x0", "top", "x1", "bottom")}}
