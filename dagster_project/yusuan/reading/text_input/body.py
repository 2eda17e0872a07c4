"""Body lines of a table with one block → rows: code, label, unit, figures, whatever lines they are broken over.

Belongs here: tables with one list of rows (subjects, units, projects), and tables of figures alone. Does not: tables
with two sides (sides.py), lists side by side (lists.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from yusuan.reading.structure.labels import is_code, is_total
from yusuan.reading.text_input.layouts import Layout
from yusuan.reading.text_input.source import SourceLine, Word
from yusuan.reading.text_input.text_figures import figure_of, is_amount
from yusuan.reading.text_input.text_tables import TextRow

_LONG_CODE = 12
_TAIL = 4  # characters of a label that may stand on a line below its figures
_GROUP = re.compile(r"(?:收入|支出)(?:构成|来源|结构)")


def read_list(lines: Sequence[SourceLine], layout: Layout) -> list[TextRow]:
    """The rows of a table with one list. Wrapped labels and codes are joined; `label_parts` keeps how they broke."""
    rows: list[TextRow] = []
    coded = layout.has_codes
    for line in lines:
        words = _without_index(line.words(), layout)
        if coded and _continues_code(rows, words):
            rows[-1].code += words[0].plain
            continue
        if coded and _begins_row(rows, words):
            parts = _code_parts(words, len(layout.of_block(1, "code")))
            rows.append(TextRow(1, line.number, code="".join(parts), indent=line.indent))
            words = words[len(parts) :]
            if not words:
                continue
        elif not rows or rows[-1].figures or (words and is_total(words[0].plain)):
            text = "".join(w.plain for w in words)
            if all(not is_amount(w.plain) for w in words) and rows and not _total_alone(words):
                if len(text) <= _TAIL and rows[-1].figures[-1].word.line == line.number - 1:
                    rows[-1].label_parts.append(text)  # a label that goes on under its figures
                continue
            rows.append(TextRow(1, line.number, indent=line.indent))
        _take_words(rows[-1], words, has_second_code=_has_second_code(layout))
    return [r for r in rows if r.code or r.label_parts or r.figures]


def split_units(rows: Sequence[TextRow], layout: Layout, is_unit: Callable[[str], bool]) -> None:
    """Join the label parts of every row to its label and, where the layout has a second label column, to its unit.

    The unit is the longest tail of parts that names a body known to the document; else the last of the words that
    stand on the code's own line.
    """
    two = len(layout.of_block(1, "label")) > 1
    for row in rows:
        cut = len(row.label_parts)
        second = next((i for i, p in enumerate(row.label_parts) if i and re.fullmatch(r"\d{3,5}", p)), None)
        if two and second is not None and row.label_parts[second + 1 :]:
            row.second_code = row.label_parts.pop(second)
            cut = second
        elif two and len(row.label_parts) > 1:
            cut = next((i for i in range(1, len(row.label_parts)) if is_unit("".join(row.label_parts[i:]))), cut)
        row.label, row.unit = "".join(row.label_parts[:cut]), "".join(row.label_parts[cut:])


def read_groups(lines: Sequence[SourceLine]) -> list[TextRow]:
    """The money rows of 整体支出绩效目标表: lines under 收入构成 and 支出构成, each to its 合计."""
    rows: list[TextRow] = []
    group, half = "", ""
    closed = 0
    for line in lines:
        words = [w for w in line.words() if w.plain]
        text = "".join(w.plain for w in words)
        name = _GROUP.match(half + text)
        if name and not any(is_amount(w.plain) for w in words):
            group, half = name[0], ""
            continue
        if text in ("收入", "支出"):
            half = text
            continue
        if not group or closed == 2:
            continue
        labels = [w.plain for w in words if not is_amount(w.plain)]
        figures = [f for w in words if is_amount(w.plain) and (f := figure_of(w))]
        row = TextRow(1, line.number, label="".join(labels), group=group, figures=figures, indent=line.indent)
        rows.append(row)
        if is_total(row.label):
            closed += 1
            group = ""
    return rows


def read_figures(lines: Sequence[SourceLine]) -> list[TextRow]:
    """The rows of a table without labels: lines of figures alone."""
    rows = []
    for line in lines:
        words = line.words()
        if words and all(is_amount(w.plain) for w in words):
            figures = [f for w in words if (f := figure_of(w))]
            rows.append(TextRow(1, line.number, figures=figures))
    return rows


def _without_index(words: list[Word], layout: Layout) -> list[Word]:
    """The words without the row's own number, where the layout has a column of them in front."""
    numbered = bool(layout.columns) and layout.columns[0].role == "index"
    if numbered and len(words) > 1 and words[0].plain.isdigit() and len(words[0].plain) <= 3:
        return words[1:]
    return words


def _code_parts(words: Sequence[Word], columns: int) -> list[str]:
    """A code's parts: one, or in a layout of 类, 款 and 项 the parts of two digits behind the first."""
    parts = [words[0].plain]
    for word in words[1:columns]:
        if not re.fullmatch(r"\d\d", word.plain):
            break
        parts.append(word.plain)
    return parts


def _begins_row(rows: Sequence[TextRow], words: Sequence[Word]) -> bool:
    if not words or not is_code(words[0].plain) or len(words[0].plain) < 3:
        return False
    figures_only = all(is_amount(w.plain) for w in words)
    waiting = bool(rows) and not rows[-1].figures and bool(rows[-1].label_parts)
    return not (figures_only and waiting and len(words) > 1)


def _continues_code(rows: Sequence[TextRow], words: Sequence[Word]) -> bool:
    """Whether a line of digits alone goes on with a long code that stands alone above."""
    if not rows or len(words) != 1 or not words[0].plain.isdigit():
        return False
    last = rows[-1]
    return len(last.code) >= _LONG_CODE and not last.label_parts and not last.figures


def _total_alone(words: Sequence[Word]) -> bool:
    return len(words) == 1 and is_total(words[0].plain)


def _has_second_code(layout: Layout) -> bool:
    """Whether a second code with its label stands behind the first label."""
    roles = [c.role for c in layout.columns if c.role in ("code", "label")]
    return any(a == "label" and b == "code" for a, b in pairwise(roles))


def _take_words(row: TextRow, words: Sequence[Word], has_second_code: bool) -> None:
    def is_label(word: Word) -> bool:
        return not is_amount(word.plain) or (has_second_code and bool(re.fullmatch(r"\d{3,5}", word.plain)))

    last_label = max((j for j, w in enumerate(words) if is_label(w)), default=-1)
    for i, word in enumerate(words):
        if i > last_label and (figure := figure_of(word)):
            row.figures.append(figure)
        else:
            row.label_parts.append(word.plain)
