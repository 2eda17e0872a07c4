"""A header that is no known layout, where one line prints it whole: a word for every column.

Belongs here: the layout of such a line. Does not: known layouts (layouts.py), headers of several lines, which leave
open what stands over what.
"""

from __future__ import annotations

from collections.abc import Sequence

from yusuan.reading.text_input.layouts import HeaderMatch, Layout, LayoutColumn
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.source import SourceLine
from yusuan.reading.text_input.text_figures import is_amount


def printed_header(lines: Sequence[SourceLine], kind: str, meaning: Meaning) -> HeaderMatch | None:
    """The header of a list of rows in the line above its data: code and label first, then as many words as the fullest
    row has figures. None where the line above says anything else.
    """
    figures = [sum(is_amount(w.plain) and not w.plain.isdigit() for w in line.words()) for line in lines]
    first = next((i for i, count in enumerate(figures) if count), 0)
    if first == 0:
        return None
    header = lines[first - 1]
    words = [w.plain for w in header.words()]
    roles = [meaning.cell_terms(w).get("structure", (0, "value"))[1] for w in words]
    lead = next((i for i, role in enumerate(roles) if role == "value"), len(roles))
    whole = len(words) - lead == max(figures) and "label" in roles[:lead] and set(roles[lead:]) == {"value"}
    if not whole or len(set(words)) < len(words):
        return None
    columns = tuple(
        LayoutColumn(i, 1, role, (word,)) for i, (word, role) in enumerate(zip(words, roles, strict=True), start=1)
    )
    return HeaderMatch(Layout("printed", kind, "", columns), (header.number,), 1, 0)
