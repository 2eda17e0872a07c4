"""Tables with horizontal rules only → grids: columns and rows from how the text stands.

Belongs here: three-line tables and the like. Does not: tables whose rules draw their cells (grid.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yusuan.reading.grid import Grid, build_grid, merge
from yusuan.reading.labels import is_code
from yusuan.reading.layout import Line, row_edges, text_lines
from yusuan.reading.numbers import looks_like_amount, parse_figure
from yusuan.reading.page import Char, PageContent, Rule
from yusuan.reading.text import squeeze

_SAME_END = 8.0  # points: full-width rules of one table end within this
_MIN_WIDTH = 0.3  # of the page: shorter rules do not bound a table
_GAP = 0.2  # of the character size: words are at least this far apart
_SPACED = 2.5  # of the character size: characters of one spaced-out word are nearer than this


@dataclass(frozen=True)
class _Band:
    """The header of an unruled table: its lines, and rules (real or inferred) under group headers."""

    top: float
    bottom: float
    partial: list[Rule]


def find_unruled(page: PageContent, ruled: Sequence[Grid], is_caption: Callable[[Line], bool]) -> list[Grid]:
    """Grids of the tables that only horizontal rules bound, outside the ruled ones.

    Full-width rules of the same extent belong to one table until a caption line (`is_caption`) stands between them.
    """
    rules = [r for r in merge(page.horizontal) if not any(g.top - 3 <= r.position <= g.bottom + 3 for g in ruled)]
    grids = []
    for run in _runs(page, rules, is_caption):
        if (grid := _grid(page, run, rules)) is not None:
            grids.append(grid)
    return grids


def _runs(page: PageContent, rules: Sequence[Rule], is_caption: Callable[[Line], bool]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.position):
        if rule.end - rule.start < _MIN_WIDTH * page.width:
            continue
        home = next(
            (g for g in groups if abs(g[0].start - rule.start) < _SAME_END and abs(g[0].end - rule.end) < _SAME_END),
            None,
        )
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    runs = []
    for group in groups:
        run = [group[0]]
        for rule in group[1:]:
            if any(is_caption(line) for line in _lines(page, run[-1].position, rule.position)):
                runs.append(run)
                run = []
            run.append(rule)
        runs.append(run)
    return [run for run in runs if len(run) >= 2]


def _lines(page: PageContent, top: float, bottom: float) -> list[Line]:
    return text_lines(c for c in page.chars if top <= c.middle[1] < bottom)


def _grid(page: PageContent, full: Sequence[Rule], rules: Sequence[Rule]) -> Grid | None:
    x0, x1 = min(r.start for r in full), max(r.end for r in full)
    top, bottom = full[0].position, full[-1].position
    chars = [c for c in page.chars if top <= c.middle[1] < bottom and x0 - 2 <= c.middle[0] <= x1 + 2]
    if not chars:
        return None
    header_end = _header_end(chars, full)
    head = [c for c in chars if c.middle[1] < header_end]
    body = [c for c in chars if c.middle[1] >= header_end]
    drawn = [
        r
        for r in rules
        if top + 2 < r.position < header_end - 2 and r.start >= x0 - 2 and r.end <= x1 + 2 and r.end - r.start < 0.95 * (x1 - x0)
    ]
    band = _Band(top, header_end, drawn)
    columns = _columns(band, head, body, x0, x1)
    if len(columns) < 3:
        return None
    band = _with_inferred_groups(band, head, columns)
    cut = _index_line_top(head)
    horizontal = [*full, *band.partial]
    if cut is not None:
        horizontal.append(Rule(cut, x0, x1))
    for edge in _body_edges(body, columns, [r.position for r in full if r.position >= header_end - 1]):
        horizontal.append(Rule(edge, x0, x1))
    rows = sorted({r.position for r in horizontal})
    return build_grid(rows, columns, horizontal, _walls(columns, rows, band, body))


def _header_end(chars: Sequence[Char], full: Sequence[Rule]) -> float:
    """The first full rule below which data begins; with rules under every row, the first under the header."""
    for above, below in zip(full[1:], [*full[2:], None], strict=False):
        lines = text_lines(
            c for c in chars if above.position <= c.middle[1] and (below is None or c.middle[1] < below.position)
        )
        if any(_is_data(line) for line in lines):
            return above.position
    return full[1].position if len(full) > 2 else full[-1].position


def _is_data(line: Line) -> bool:
    return any(looks_like_amount(p) or (len(p) >= 3 and is_code(p)) for p in map(squeeze, line.text.split()))


def _columns(band: _Band, head: Sequence[Char], body: Sequence[Char], x0: float, x1: float) -> list[float]:
    """Column edges: the strips that no figure, code or innermost header crosses, and hardly any label.

    A label that stands over several columns (a total's) crosses strips; one line, or one in twenty, may.
    """
    leaf = [
        c
        for c in head
        if not any(r.start - 1 <= c.middle[0] <= r.end + 1 and c.middle[1] < r.position for r in band.partial)
    ]
    if not band.partial:
        leaf = _lowest_words(leaf)
    left = int(x0) - 1
    width = int(x1) - left + 2
    hard, soft, in_head = [0] * width, [0] * width, [0] * width
    for chars, is_head in ((leaf, True), (body, False)):
        for word in _pieces(chars, stacked=is_head):
            figure = parse_figure(word.text) is not None or is_code(squeeze(word.text))
            for x in range(max(0, int(word.x0) - left), min(width - 1, int(word.x1) - left) + 1):
                (hard if figure or is_head else soft)[x] += 1
                in_head[x] += is_head
    allowed = max(1, len(_char_lines(body)) // 20)
    spans = _spans([h > 0 or s > allowed for h, s in zip(hard, soft, strict=True)])
    kinds = []
    for a, b in spans:
        over, under = any(in_head[a:b]), any(h > i for h, i in zip(hard[a:b], in_head[a:b], strict=True)) or any(soft[a:b])
        kinds.append({name for name, there in (("head", over), ("body", under)) if there})
    joined = _join_header_with_amounts([[float(a), float(b)] for a, b in spans], kinds)
    cuts = [_cut(soft, int(a[1]), int(b[0])) for a, b in zip(joined, joined[1:], strict=False)]
    return [x0, *(left + c for c in cuts), x1]


def _spans(covered: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of covered positions, end exclusive."""
    spans: list[tuple[int, int]] = []
    for x, there in enumerate(covered):
        if there and spans and spans[-1][1] == x:
            spans[-1] = (spans[-1][0], x + 1)
        elif there:
            spans.append((x, x + 1))
    return spans


def _cut(soft: Sequence[int], start: int, end: int) -> float:
    """Where to part two columns: in the middle of the widest strip that the fewest labels cross."""
    low = min(soft[start:end])
    clear = _spans([value == low for value in soft[start:end]])
    a, b = max(clear, key=lambda s: s[1] - s[0])
    return start + (a + b) / 2


def _pieces(chars: Sequence[Char], stacked: bool = False) -> list[Line]:
    """The words of lines, parted at any gap but those between single spaced-out characters (`收 入`).

    With `stacked`, characters that stand under each other are narrow headers written downwards, not spaced-out words.
    """
    words: list[Line] = []
    lines = _char_lines(chars)
    in_stack = {id(c) for c in _stacked(lines)} if stacked else set()
    for line in lines:
        runs: list[list[Char]] = []
        for char in line:
            if runs and char.x0 - runs[-1][-1].x1 < _GAP * char.size:
                runs[-1].append(char)
            else:
                runs.append([char])
        merged: list[list[Char]] = []
        for run in runs:
            spaced = (
                merged
                and len(run) == 1
                and not run[0].text.isdigit()
                and id(run[0]) not in in_stack
                and run[0].x0 - merged[-1][-1].x1 < _SPACED * run[0].size
                and (len(merged[-1]) == 1 or _is_spaced(merged[-1]))
            )
            if spaced:
                merged[-1].extend(run)
            else:
                merged.append(list(run))
        words.extend(w for run in merged for w in text_lines(run, gap=9.0))
    return words


def _stacked(lines: Sequence[Sequence[Char]]) -> list[Char]:
    """Characters with another straight above or below them and none beside them on their line."""
    alone = [
        c
        for line in lines
        for i, c in enumerate(line)
        if (i == 0 or c.x0 - line[i - 1].x1 >= _GAP * c.size)
        and (i + 1 == len(line) or line[i + 1].x0 - c.x1 >= _GAP * c.size)
    ]
    return [
        c
        for c in alone
        if any(
            o is not c and abs(o.x0 - c.x0) < 0.3 * c.size and abs(o.middle[1] - c.middle[1]) < 1.6 * c.size for o in alone
        )
    ]


def _is_spaced(run: Sequence[Char]) -> bool:
    return all(b.x0 - a.x1 >= _GAP * b.size for a, b in zip(run, run[1:], strict=False))


def _lowest_words(head: Sequence[Char]) -> list[Char]:
    """Header characters that have no other header text under them: the innermost headers."""
    return [
        c
        for c in head
        if not any(
            o.top > c.bottom + 0.6 * c.size and o.x0 < c.x1 and o.x1 > c.x0 and not re.fullmatch(r"\d+", o.text)
            for o in head
        )
    ]


def _join_header_with_amounts(spans: list[list[float]], kinds: list[set[str]]) -> list[list[float]]:
    """A header centred over right-aligned amounts may not touch them: a strip of header only takes the amounts' strip."""
    out: list[list[float]] = []
    i = 0
    while i < len(spans):
        pair = i + 1 < len(spans) and {frozenset(kinds[i]), frozenset(kinds[i + 1])} == {
            frozenset({"head"}),
            frozenset({"body"}),
        }
        if pair:
            out.append([spans[i][0], spans[i + 1][1]])
            i += 2
        else:
            out.append(spans[i])
            i += 1
    return out


def _with_inferred_groups(band: _Band, head: Sequence[Char], columns: Sequence[float]) -> _Band:
    """Where no rule is drawn under a group header, one is inferred over the columns whose own headers stand below it.

    Groups on one line share the columns below by nearness of their middles.
    """
    if band.partial:
        return band
    words = _words(head)
    tops = {k: min((w.top for w in words if columns[k] <= _x(w) < columns[k + 1]), default=None) for k in range(len(columns) - 1)}
    spanning = [w for w in words if sum(columns[k] < w.x1 - 1 and columns[k + 1] > w.x0 + 1 for k in tops) > 1 or _has_below(w, words)]
    partial = []
    for line in _same_lines(spanning):
        below = [k for k, t in tops.items() if _lowest(k, words, columns) > line[0].bottom]
        for word in line:
            own = [k for k in below if min(line, key=lambda w: abs(_x(w) - (columns[k] + columns[k + 1]) / 2)) is word]
            run = _run_around(own, word, columns)
            if len(run) > 1:
                next_top = min((w.top for w in words if w.top > word.bottom - 1 and columns[run[0]] <= _x(w) < columns[run[-1] + 1]), default=None)
                if next_top is not None:
                    partial.append(Rule((word.bottom + next_top) / 2, columns[run[0]], columns[run[-1] + 1]))
    return _Band(band.top, band.bottom, partial)


def _words(head: Sequence[Char]) -> list[Line]:
    """Header text in pieces that gaps part; lines of one wrapped header stay apart."""
    words = []
    for line in _char_lines(head):
        piece: list[Char] = []
        for char in line:
            if piece and char.x0 - piece[-1].x1 > 1.2 * char.size:
                words.extend(text_lines(piece))
                piece = []
            piece.append(char)
        words.extend(text_lines(piece))
    return [w for w in words if not re.fullmatch(r"\d{1,2}", squeeze(w.text))]


def _char_lines(chars: Sequence[Char]) -> list[list[Char]]:
    lines: list[list[Char]] = []
    for char in sorted((c for c in chars if not c.text.isspace()), key=lambda c: (c.middle[1], c.x0)):
        if lines and abs(lines[-1][0].middle[1] - char.middle[1]) < 0.4 * char.size:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: c.x0) for line in lines]


def _x(word: Line) -> float:
    return (word.x0 + word.x1) / 2


def _has_below(word: Line, words: Sequence[Line]) -> bool:
    return sum(w.top >= word.bottom - 1 and w.top - word.bottom < 2.5 * word.size and w.x0 < word.x1 + 3 * word.size and w.x1 > word.x0 - 3 * word.size for w in words) > 1


def _lowest(k: int, words: Sequence[Line], columns: Sequence[float]) -> float:
    return max((w.top for w in words if columns[k] <= _x(w) < columns[k + 1]), default=0.0)


def _same_lines(words: Sequence[Line]) -> list[list[Line]]:
    lines: list[list[Line]] = []
    for word in sorted(words, key=lambda w: w.middle):
        if lines and abs(lines[-1][0].middle - word.middle) < 0.4 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _run_around(own: Sequence[int], word: Line, columns: Sequence[float]) -> list[int]:
    """The unbroken run of columns that the word stands over."""
    runs: list[list[int]] = []
    for k in sorted(own):
        if runs and k == runs[-1][-1] + 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    over = [r for r in runs if columns[r[0]] - 1 <= _x(word) <= columns[r[-1] + 1] + 1]
    return over[0] if over else []


def _index_line_top(head: Sequence[Char]) -> float | None:
    """Where a last header line that numbers the columns begins."""
    lines = text_lines(head)
    if len(lines) < 2:
        return None
    last = lines[-1]
    words = [squeeze(w) for w in last.text.split()]
    numbers = [w for w in words if re.fullmatch(r"\d{1,2}", w)]
    if len(numbers) >= 2 and [int(n) for n in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers))):
        return last.top - 1.0
    return None


def _body_edges(body: Sequence[Char], columns: Sequence[float], full: Sequence[float]) -> list[float]:
    """Edges between rows that no rule draws."""
    edges = []
    for top, bottom in zip(full, full[1:], strict=False):
        inside = [c for c in body if top <= c.middle[1] < bottom]
        by_column = [
            text_lines(c for c in inside if a <= c.middle[0] < b) for a, b in zip(columns, columns[1:], strict=False)
        ]
        anchors = [
            [line for line in lines if parse_figure(line.text) is not None or is_code(squeeze(line.text))]
            for lines in by_column
        ]
        edges.extend(row_edges(by_column, anchors))
    return edges


def _walls(columns: Sequence[float], rows: Sequence[float], band: _Band, body: Sequence[Char]) -> list[Rule]:
    """Vertical edges row by row, left open where a group header or a label stands over several columns."""
    labels = [w for w in _pieces(body) if parse_figure(w.text) is None]
    walls = []
    for k, edge in enumerate(columns):
        openings = [r.position for r in band.partial if r.start + 3 < edge < r.end - 3]
        start = max(openings, default=band.top)
        crossing = [w.middle for w in labels if w.x0 + 2 < edge < w.x1 - 2] if 0 < k < len(columns) - 1 else []
        for top, bottom in zip(rows, rows[1:], strict=False):
            if top >= start - 1 and not any(top <= y < bottom for y in crossing):
                walls.append(Rule(edge, top, bottom))
    return walls
