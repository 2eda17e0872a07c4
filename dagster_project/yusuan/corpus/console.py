"""The check's tables as they are printed.

Belongs here: choosing and wording columns for a terminal. Does not: counting (figures).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from yusuan.corpus.boxes import OUTCOMES
from yusuan.corpus.document_findings import Findings
from yusuan.corpus.figures import VERDICTS, Document, Figures
from yusuan.warehouse.query import render

_COLUMNS = (
    "pages",
    "tables",
    "other",
    "amounts",
    "not exact",
    "vouched",
    "exact",
    "rounding",
    "break",
    "not eval.",
    "boxes equal",
    "pages/s",
)
_PUBLISHER_WIDTH = 30  # terminal columns
_FILE_WIDTH = 36
_STAGES = {"budget": "预算", "final": "决算"}
_LEVELS = {"department": "部门", "unit": "单位"}


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a percentage that says 100 only where nothing is missing, and 0 only where nothing is there."""
    if share is None:
        return "—"
    step: float = 10**-digits
    shown = 100 * share
    if share < 1:
        shown = min(shown, 100 - step)
    if share > 0:
        shown = max(shown, step)
    return f"{shown:.{digits}f} %"


def identity(document: Document) -> str:
    """Whose paper, of which year, level and stage; `?` for what is not known."""
    year = str(document.fiscal_year) if document.fiscal_year else "?"
    kind = _LEVELS.get(document.level or "", "?") + _STAGES.get(document.stage or "", "?")
    return f"{_clip(document.publisher or '?', _PUBLISHER_WIDTH)} {year} {kind}"


def text(findings: Findings) -> str:
    """All tables, one under the other."""
    whole = findings.total
    parts = []
    if findings.worst_first:
        rows = [
            [identity(d), _clip(d.file_name, _FILE_WIDTH, keep_end=True), *_figures(d)] for d in findings.worst_first
        ]
        parts.append(render(["worst first", "file", *_COLUMNS], rows, "table"))
    if findings.turned_away:
        away = [
            [d.status, _clip(d.file_name, _FILE_WIDTH, keep_end=True), d.reason or "no reason given"]
            for d in findings.turned_away
        ]
        parts.append(render(["turned away", "file", "reason"], away, "table"))
    if findings.places:
        rows = [[name, f"{f.loaded} of {f.documents}", *_figures(f)] for name, f in findings.places.items()]
        parts.append(render(["place", "loaded", *_COLUMNS], rows, "table"))
    kinds = [[kind, tables, money, percent(share)] for kind, tables, money, share in whole.kinds()]
    parts.append(render(["table kind", "tables", "money", "vouched"], kinds, "table"))
    parts.append("\n".join(summary(findings)))
    return "\n\n".join(parts)


def summary(findings: Findings) -> list[str]:
    """The totals in a few lines."""
    whole = findings.total
    shares = whole.shares()
    per_second = shares["pages_per_second"]
    lines = [
        f"documents: {whole.loaded} of {whole.documents} loaded, {whole.pages:,} pages"
        + (f", {per_second:.1f} pages per second and process" if per_second else ", all read before"),
        *(f"  {count} {status}: {reason}" for status, reason, count in findings.reasons),
        *(f"  not counted again: {name}: {reason}" for name, reason in findings.same_bytes),
        f"tables: {sum(whole.tables.values()):,}, recognised {percent(shares['tables_recognised'])}, "
        f"declared empty {whole.declared_empty:,}",
        f"amounts: {sum(whole.amounts.values()):,}: "
        + ", ".join(f"{count:,} {reading}" for reading, count in whole.amounts.most_common())
        + f"; {whole.repeats:,} printed again on a continuation page",
        f"money touched by an evaluated non-trivial identity: {percent(shares['money_vouched'])} of {whole.money:,} "
        f"loaded ({percent(shares['money_not_zero_vouched'])} of those that are not 0; "
        f"{percent(shares['money_vouched_of_all_read'])} when what was turned away counts as untouched)",
        "identities: "
        + ", ".join(f"{whole.verdicts[verdict]:,} {verdict}" for verdict in VERDICTS)
        + f"; {whole.trivial:,} of them trivial",
        f"reconciling took {findings.reconciling_seconds:.1f} s"
        + (
            f", {percent(findings.reconciling_seconds / whole.seconds)} of the {whole.seconds:.0f} s of reading"
            if whole.seconds
            else ""
        ),
        f"boxes read again: {percent(shares['boxes_equal'], 3)} equal of {sum(whole.boxes.values()):,}"
        + (
            f" ({percent(shares['boxes_equal_but_for_words'], 3)} when words beside the same figure are left out)"
            if whole.differing
            else ""
        )
        + (f"; {whole.unplaced:,} figures have no box on a page with text" if whole.unplaced else ""),
    ]
    lines += [f"  {whole.boxes[outcome]:,} {outcome}: {OUTCOMES[outcome]}" for outcome in _differing(whole)]
    if findings.refusal:
        lines.append(f"the gate refused this build, so this is the private one: {findings.refusal}")
    return lines


def _differing(figures: Figures) -> list[str]:
    return [outcome for outcome in OUTCOMES if outcome != "equal" and figures.boxes[outcome]]


def _figures(figures: Figures) -> Sequence[object]:
    shares = figures.shares()
    speed = shares["pages_per_second"]
    return [
        figures.pages,
        sum(figures.tables.values()),
        figures.tables["other"],
        sum(figures.amounts.values()),
        figures.unsure,
        percent(shares["money_vouched"]),
        *(figures.verdicts[verdict] for verdict in VERDICTS),
        percent(shares["boxes_equal"]),
        f"{speed:.1f}" if speed else "—",
    ]


def _clip(text: str, width: int, keep_end: bool = False) -> str:
    """Text in at most `width` terminal columns, without its end (or its beginning) where it is longer."""
    if _columns(text) <= width:
        return text
    while _columns(text) > width - 1:
        text = text[1:] if keep_end else text[:-1]
    return "…" + text if keep_end else text + "…"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
