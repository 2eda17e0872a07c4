"""Characters of tables without upright rules → words, and the cells of their headers.

Belongs here: which characters stand together where no rule says so. Does not: columns (column_edges.py),
groups (groups.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from yusuan.reading.numbers import looks_like_amount, parse_figure
from yusuan.reading.pages.layout import Line
from yusuan.reading.pages.page_content import Char
from yusuan.reading.structure.labels import is_code, marker_level
from yusuan.reading.text import normalise, squeeze

_GAP = 0.2  # of the character size: words are at least this far apart
_SPACED = 2.5  # of the character size: the characters of one spaced-out word (`收 入`) are nearer than this
_LEADING = 1.45  # of the character size: the lines of one wrapped cell are nearer than this
_SAME_PLACE = 0.3  # of the character size: wrapped lines agree this well in their middle or their left end
_SPLIT_CODE = "类款项目"  # the headers of a code in parts stand alone, in this order


def words(chars: Iterable[Char]) -> list[Line]:
    """The words of every line, parted at any gap but those between the single characters of a spaced-out word."""
    return [word for line in char_lines(chars) for word in _join_spaced(_runs(line))]


def header_cells(chars: Iterable[Char]) -> list[Line]:
    """The cells of a header from top to bottom: wrapped lines put together, spaced-out words too.

    Characters under each other are a narrow header before characters beside each other are a spaced-out word.
    """
    chains: list[list[Line]] = []
    for line in char_lines(chars):
        for run in _runs(line):
            home = next((chain for chain in chains if _goes_on(chain[-1], run)), None)
            if home is None:
                chains.append([run])
            else:
                home.append(run)
    single = [chain[0] for chain in chains if len(chain) == 1]
    cells = [_bound("\n", chain) for chain in chains if len(chain) > 1]
    for runs in _on_lines(single):
        cells.extend(_join_spaced(runs))
    return sorted(cells, key=lambda c: (c.middle, c.x0))


def char_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters line by line from the top, each from the left; blanks are left out unless they fill a gap exactly."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.middle[1], c.x0)):
        if lines and abs(lines[-1][0].middle[1] - char.middle[1]) < 0.35 * char.size:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: c.x0) for line in lines if any(not c.text.isspace() for c in line)]


def centre(word: Line) -> float:
    """The middle of a word from left to right, points."""
    return (word.x0 + word.x1) / 2


def is_figure(text: str) -> bool:
    """Whether a word is a figure or a code: what never stands over two columns."""
    return parse_figure(text) is not None or is_code(squeeze(text))


def is_data(text: str) -> bool:
    """Whether a word can only stand below a header: an amount, a numbered label, a code of three digits and more."""
    plain = squeeze(text)
    if looks_like_amount(plain) or marker_level(plain) is not None:
        return True
    return len(plain) >= 3 and is_code(plain) and not re.fullmatch(r"(19|20)\d\d", plain)


def index_row(cells: Sequence[Line]) -> list[Line]:
    """The last line of a header where it numbers the columns (`栏次 1 2 3`), else nothing."""
    if not cells:
        return []
    last = max(cells, key=lambda c: c.middle)
    row = sorted((c for c in cells if abs(c.middle - last.middle) < 0.5 * last.size), key=centre)
    numbers = [int(t) for c in row if re.fullmatch(r"\d{1,2}", t := squeeze(c.text))]
    if len(numbers) < 2 and not (numbers and any(squeeze(c.text) in ("栏次", "行次") for c in row)):
        return []
    return row if numbers == list(range(numbers[0], numbers[0] + len(numbers))) else []


def _runs(line: Sequence[Char]) -> list[Line]:
    """A line parted at every gap that no printed blank fills."""
    runs: list[list[Char]] = []
    for char in line:
        if runs and char.x0 - runs[-1][-1].x1 < _GAP * char.size:
            runs[-1].append(char)
        else:
            runs.append([char])
    found = []
    for run in runs:
        inked = [i for i, c in enumerate(run) if not c.text.isspace()]
        if inked:
            kept = run[inked[0] : inked[-1] + 1]
            text = "".join(c.text for c in kept)
            found.append(
                Line(text, kept[0].x0, min(c.top for c in kept), kept[-1].x1, max(c.bottom for c in kept), kept[0].size)
            )
    return found


def _join_spaced(runs: Sequence[Line]) -> list[Line]:
    joined: list[list[Line]] = []
    for run in sorted(runs, key=lambda p: p.x0):
        near = joined and run.x0 - joined[-1][-1].x1 < _SPACED * run.size
        if (
            near
            and all(_is_single_character(p) for p in (run, *joined[-1]))
            and not _are_split_code([*joined[-1], run])
        ):
            joined[-1].append(run)
        else:
            joined.append([run])
    return [_bound(" ", word) for word in joined]


def _is_single_character(run: Line) -> bool:
    text = squeeze(run.text)
    return len(text) == 1 and not text.isdigit()


def _are_split_code(runs: Sequence[Line]) -> bool:
    text = "".join(normalise(p.text) for p in runs)
    return text in _SPLIT_CODE and text != "项目"


def _goes_on(above: Line, run: Line) -> bool:
    """Whether a run is the next line of a wrapped cell: close below, same middle or same left end."""
    size = max(above.size, run.size)
    if not 0.7 * size < run.middle - above.middle <= _LEADING * size:
        return False
    upper, lower = squeeze(above.text), squeeze(run.text)
    if upper.isdigit() != lower.isdigit() and not re.fullmatch(r"(19|20)\d\d年.*", upper + lower):
        return False
    return min(abs(centre(above) - centre(run)), abs(above.x0 - run.x0)) <= _SAME_PLACE * size


def _on_lines(runs: Sequence[Line]) -> list[list[Line]]:
    lines: list[list[Line]] = []
    for run in sorted(runs, key=lambda p: p.middle):
        if lines and abs(lines[-1][0].middle - run.middle) < 0.35 * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _bound(between: str, runs: Sequence[Line]) -> Line:
    return Line(
        between.join(p.text for p in runs),
        min(p.x0 for p in runs),
        min(p.top for p in runs),
        max(p.x1 for p in runs),
        max(p.bottom for p in runs),
        runs[0].size,
    )
