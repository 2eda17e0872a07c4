"""Findings in words: a plain sentence in English and one in Chinese, with the figures as printed.

Belongs here: which identity a finding is told by, and the sentences. Does not: deciding what is wrong (location), how a
number is written (formatting), the words (phrases). The page is no part of it: the row of a finding has that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from yusuan.reconciliation.formatting import PrintedFigure, WordedTerm, is_grouped, sum_of, with_unit
from yusuan.reconciliation.location import MOST_BREAKS, Stop
from yusuan.reconciliation.phrases import PHRASES
from yusuan.reconciliation.slips import differ_by_one_key

_CANDIDATES = 3  # figures that a sentence names
_LONG_LIST = 10  # rows of a sum among which one may be left out unnoticed
_ROW_PARTS = {
    "row_children", "row_total", "row_total_natures", "row_total_group", "current_year_total", "list_children",
    "level_total",
}  # fmt: skip
_PARTS = {*_ROW_PARTS, "column_parts"}


@dataclass(frozen=True)
class PrintedIdentity:
    """An identity that breaks, or that two printings nearly meet, with its printed terms on two sides.

    `residual` in yuan; in percentage points where `is_rate`: a rate of the narrative, or (`method` rate) of a table.
    """

    key: str
    method: str
    scope: str
    page: int | None
    left: Sequence[WordedTerm]
    right: Sequence[WordedTerm]
    at_most: bool
    residual: Decimal
    is_rate: bool = False

    @property
    def figures(self) -> list[PrintedFigure]:
        """Every figure of it."""
        return [term.figure for term in (*self.left, *self.right)]

    @property
    def is_blank(self) -> bool:
        """Whether it says a sum of what prints nothing."""
        return not (self.left and self.right)

    def alone(self, key: str) -> bool:
        """Whether that figure stands alone on one of its sides."""
        return any(len(side) == 1 and side[0].figure.key == key for side in (self.left, self.right))


@dataclass(frozen=True)
class Suspect:
    """A figure that is wrong or may be, and what would have to be added to it: yuan, or points of a rate.

    `rank`: 1 for the likeliest of several, equal where nothing tells them apart.
    """

    figure: PrintedFigure
    shift: Decimal
    rank: int = 1

    @property
    def is_one_key(self) -> bool:
        """Whether one slip of a finger makes what is printed of what would fit, beyond the last digit.

        Of figures that are off by their last digit only most are, by chance.
        """
        yuan = self.figure.yuan or Decimal(0)
        is_beyond = abs(self.shift) >= 10 * self.figure.scale.scaleb(-self.figure.decimals)
        return is_beyond and differ_by_one_key(cents(yuan), cents(yuan + self.shift))

    def wanted(self, grouped: bool) -> str:
        """What would be printed for everything to fit."""
        return self.figure.number((self.figure.yuan or Decimal(0)) + self.shift, grouped)


def cents(yuan: Decimal) -> int:
    """An amount as it is keyed in: in the finest that is printed of money."""
    return int(yuan.scaleb(2))


def _printed_row(figure: PrintedFigure) -> tuple[int | None, float]:
    """Where the row of a figure stands: its page and its height there."""
    return figure.page, figure.order[0]


def page_of(results: Sequence[PrintedIdentity], figures: Sequence[PrintedFigure]) -> int | None:
    """The page that a finding points at: of its figures, else of its results."""
    own = [figure.page for figure in figures if figure.page is not None]
    return min(own or [result.page for result in results if result.page is not None], default=None)


@dataclass(frozen=True)
class FaultContent:
    """What a fault says: the identities that break, the figures that are wrong or may be, why location stopped.

    `slip`: two of the figures stand in each other's place. `lacks_row`: perhaps nothing printed is wrong, and a row is
    not printed.
    """

    results: Sequence[PrintedIdentity]
    located: Sequence[Suspect]
    candidates: Sequence[Suspect]
    stop: Stop | None = None
    slip: str | None = None
    lacks_row: bool = False

    @property
    def suspects(self) -> list[Suspect]:
        """The figures that are wrong, then those that may be."""
        return [*self.located, *self.candidates]

    @property
    def may_lack_row(self) -> bool:
        """Whether a total is more than its rows print, and rows that are not printed explain it as well as figures do.

        That is so where totals of several columns may be wrong alike, where the total is vouched for and nothing tells
        one of many rows from the others, and where a figure of a long list is held to be wrong only because all others
        are vouched for, though no slip of a key makes it what would fit.
        """
        sums = [result for result in self.results if not result.at_most]
        is_short = all(result.method in _ROW_PARTS and len(result.left) == 1 and result.residual > 0 for result in sums)
        if not sums or not is_short or self.stop or self.slip:
            return False
        total_rows = {_printed_row(term.figure) for result in sums for term in result.left}
        totals = [suspect for suspect in self.suspects if _printed_row(suspect.figure) in total_rows]
        if totals:
            is_too_much = all(suspect.shift < 0 for suspect in totals)
            return len(totals) > 1 and is_too_much and len({_printed_row(each.figure) for each in totals}) == 1
        is_long = min(len(result.right) for result in sums) >= _LONG_LIST
        if any(suspect.is_one_key for suspect in self.located):
            return False
        rows = {_printed_row(suspect.figure) for suspect in self.suspects}
        return is_long or (not self.located and len(rows) > _CANDIDATES)

    @property
    def apart(self) -> PrintedIdentity | None:
        """The identity that says how far two sides are apart: of rates where all are, else of money; None of blanks."""
        is_of_rates = all(result.is_rate for result in self.results)
        said = [each for each in self.results if not each.is_blank and each.is_rate == is_of_rates]
        return _told_by(said, self.located)[0] if said else None

    def lacking_row(self) -> FaultContent:
        """What it says where a row may be missing: it is sure of no figure.

        It names totals that lack the row in several columns, what one slip of a key explains, and the only row that
        nothing vouches for. Any other row of the list could be made to fit, which says nothing against it.
        """
        total_rows = {_printed_row(term.figure) for result in self.results for term in result.left}
        rows = {_printed_row(suspect.figure) for suspect in self.suspects}
        named = [
            suspect
            for suspect in self.suspects
            if len(rows) == 1 or suspect.is_one_key or _printed_row(suspect.figure) in total_rows
        ]
        return replace(self, located=[], candidates=named, lacks_row=True)

    @property
    def page(self) -> int | None:
        """The page that the finding points at."""
        return page_of(self.results, [suspect.figure for suspect in self.suspects])


def sentences(content: FaultContent) -> tuple[str, str]:
    """(English, Chinese) summary of a fault."""
    main, first = _told_by(content.results, content.located)
    grouped = is_grouped([*main.figures, *(suspect.figure for suspect in content.suspects)])
    return _summary("en", content, main, first, grouped), _summary("zh", content, main, first, grouped)


def against(content: FaultContent) -> tuple[Decimal | None, Decimal | None]:
    """(what is printed, what would fit) in yuan, of the figure that the sentences lead with, if it is one."""
    main, first = _told_by(content.results, content.located)
    if main.is_blank or content.lacks_row:
        return None, None
    if first is not None:
        said = first.figure.yuan
        return (None, None) if first.figure.is_rate or said is None else (said, said + first.shift)
    face, side, _ = _sides(main, None)
    if len(side) > 1 or face.is_rate or face.yuan is None:
        return None, None
    return face.yuan, face.yuan - (main.residual if side is main.left else -main.residual)


def unlocated(scope: str) -> tuple[str, str]:
    """(English, Chinese) of an identity that breaks where the work on its document, or on it, failed."""
    return PHRASES["en"]["unlocated"].format(scope), PHRASES["zh"]["unlocated"].format(scope)


def notice(results: Sequence[PrintedIdentity]) -> tuple[str, str]:
    """(English, Chinese) of figures that are printed twice and differ within rounding."""
    main, _ = _told_by(results, [])
    page, grouped = page_of(results, []), is_grouped(main.figures)
    english, chinese = (_lead(language, main, None, page, grouped) for language in ("en", "zh"))
    return f"{english}; {PHRASES['en']['rounding']}.", f"{chinese}；{PHRASES['zh']['rounding']}。"


def _told_by(results: Sequence[PrintedIdentity], located: Sequence[Suspect]) -> tuple[PrintedIdentity, Suspect | None]:
    """The identity that tells most with fewest figures: one that a figure held to be wrong stands alone in, if any."""

    def shortness(result: PrintedIdentity) -> tuple[bool, int, str]:
        return result.at_most, sum(bool(term.yuan) for term in (*result.left, *result.right)), result.key

    alone = [(result, suspect) for suspect in located for result in results if result.alone(suspect.figure.key)]
    if alone:
        return min(alone, key=lambda pair: (shortness(pair[0]), pair[1].figure.order))
    main = min(results, key=shortness)
    own = {figure.key for figure in main.figures}
    within = [suspect for suspect in located if suspect.figure.key in own]
    return main, next(iter(within or located), None)


def _summary(language: str, content: FaultContent, main: PrintedIdentity, first: Suspect | None, grouped: bool) -> str:
    words = PHRASES[language]
    said = _lead(language, main, first, content.page, grouped)
    count, candidates, stop = len(content.results), content.candidates, content.stop
    if main.is_blank:
        said += words["columns"].format(count) if count > 1 and not stop else ""
        return said + words["period"] + _stopped(words, stop)
    if count > 1:
        said += words["breaks_on_it" if first else "breaks"].format(count)
    said += words["period"]
    beside = first.figure if first else _face(main)[0]
    if content.lacks_row:
        face = _face(main)[0]
        apart = with_unit(face.apart(main.residual, grouped), face.unit)
        if not content.suspects:
            return said + words["rows_missing_alone"].format(apart)
        return said + words["row_missing"].format(apart, _named(language, content.suspects, beside, grouped))
    others = [suspect for suspect in content.located if first and suspect.figure.key != first.figure.key]
    if others:
        said += words["also"].format(_named(language, others, beside, grouped))
    if content.slip and not candidates:
        said += words["exchanged"]
    if candidates:
        name = "one_of" if len(candidates) > 1 and not stop else "may_be"
        said += words[name].format(_named(language, candidates, beside, grouped))
        said += words["some_exchanged"] if content.slip else ""
    elif not content.located and not stop:
        said += words["open"]
    return said + _stopped(words, stop)


def _stopped(words: Mapping[str, str], stop: Stop | None) -> str:
    """Why the wrong figures were sought no further."""
    return words[stop].format(MOST_BREAKS) if stop else ""


def _lead(language: str, main: PrintedIdentity, suspect: Suspect | None, page: int | None, grouped: bool) -> str:
    """What is printed, and against what."""
    words = PHRASES[language]
    if main.is_blank:
        terms = main.left or main.right
        value = with_unit(
            terms[0].figure.number(sum((t.yuan for t in terms), Decimal(0)), grouped), terms[0].figure.unit
        )
        added = sum_of(terms, words["more"], terms[0].figure.unit)
        said = value if sum(bool(term.yuan) for term in terms) == 1 else f"{added} = {value}"
        return words["blank"].format(note=main.scope.split(" · ")[0], said=said)
    face, side, others = _sides(main, suspect)
    fields = {"place": _at(words, face, page), "printed": face.said}
    if main.is_rate and face.is_rate:
        return _of_rate(words, main, face, fields)
    if suspect and suspect.figure.key == face.key and not main.alone(face.key):
        said = words["fit"].format(**fields, wanted=with_unit(suspect.wanted(grouped), face.unit))
        said += _bracket(words, face, -suspect.shift, grouped, True)
        return said + words["in"].format(
            left=sum_of(main.left, words["more"], face.unit), right=sum_of(main.right, words["more"], face.unit),
            sign="≰" if main.at_most else "≠",
        )  # fmt: skip
    against = sum((term.yuan for term in side), Decimal(0)) - (main.residual if side is main.left else -main.residual)
    fields["value"] = with_unit(face.number(against, grouped), face.unit)
    fields["terms"] = sum_of(others, words["more"], face.unit)
    is_whole = main.method in _PARTS and side is main.left
    counted = [term for term in others if term.yuan] or others
    if len(counted) == 1 and counted[0].sign > 0:
        other = counted[0].figure
        fields |= {"value": other.said, "other": _at(words, other, page)}
        same = other.place == face.place and other.page == face.page
        part = "only_part" if len(others) == 1 else "parts_of_one"
        name = part if is_whole else "again" if same else "other"
    elif len(side) > 1:
        fields["mine"] = sum_of(side, words["more"], face.unit)
        name = "sides"
    else:
        name = "parts" if is_whole else "sum"
    if main.at_most:
        fields["of"] = words["of"].format(fields["other"]) if "other" in fields else ""
        name = "at_most" if side is main.left else "at_least"
    return words[name].format(**fields) + _bracket(
        words, face, main.residual if side is main.left else -main.residual, grouped, suspect is not None
    )


def _of_rate(words: Mapping[str, str], main: PrintedIdentity, face: PrintedFigure, fields: dict[str, str]) -> str:
    figure = with_unit(face.number((face.yuan or Decimal(0)) - main.residual, False), "%")
    made_of = [term.figure for term in (*main.left, *main.right) if term.figure.key != face.key]
    name = "ratio" if main.method == "rate" else "made_of"
    units = {figure.unit for figure in made_of}
    said = [each.bare if main.method == "rate" and len(units) == 1 else each.said for each in made_of]
    joined = (" / " if main.method == "rate" else words["and"]).join(said)
    apart = words["points"].format(face.apart(main.residual, False))
    degree = words["too_much" if main.residual > 0 else "too_little"]
    return words[name].format(**fields, terms=joined, value=figure) + words["bracket"].format(degree.format(apart))


def _bracket(words: Mapping[str, str], face: PrintedFigure, excess: Decimal, grouped: bool, sure: bool) -> str:
    degree = words["apart"] if not sure else words["too_much" if excess > 0 else "too_little"]
    return words["bracket"].format(degree.format(with_unit(face.apart(excess, grouped), face.unit)))


def _face(main: PrintedIdentity) -> tuple[PrintedFigure, Sequence[WordedTerm], Sequence[WordedTerm]]:
    """The figure that an identity is told from, its side, and the other: what stands alone, else what comes first."""
    if main.is_rate:
        for side, others in ((main.left, main.right), (main.right, main.left)):
            for term in side:
                if term.figure.is_rate:
                    return term.figure, side, others
    if len(main.left) != 1 and len(main.right) == 1:
        return main.right[0].figure, main.right, main.left
    return main.left[0].figure, main.left, main.right


def _sides(
    main: PrintedIdentity, suspect: Suspect | None
) -> tuple[PrintedFigure, Sequence[WordedTerm], Sequence[WordedTerm]]:
    if suspect is not None and not (main.is_rate and any(f.is_rate for f in main.figures)):
        for side, others in ((main.left, main.right), (main.right, main.left)):
            if suspect.figure.key in {term.figure.key for term in side}:
                return suspect.figure, side, others
    return _face(main)


def _named(language: str, suspects: Sequence[Suspect], beside: PrintedFigure, grouped: bool) -> str:
    """The first of some figures, each with what would fit; of a place only what differs from the figure beside."""
    words = PHRASES[language]
    ordered = sorted(
        suspects, key=lambda s: (s.rank, s.figure.key != beside.key, s.figure.page or 0, s.figure.order, s.figure.key)
    )
    parts = [
        words["named"].format(
            printed=suspect.figure.said,
            place=words["itself"]
            if suspect.figure.key == beside.key
            else words["of"].format(_short(suspect.figure, beside)),
            wanted=with_unit(suspect.wanted(grouped), "%" if suspect.figure.is_rate else ""),
        )
        for suspect in ordered[:_CANDIDATES]
    ]
    if len(ordered) > _CANDIDATES:
        parts.append("… " + words["more"].format(len(ordered) - _CANDIDATES))
    return words["comma"].join(parts)


def _short(figure: PrintedFigure, beside: PrintedFigure) -> str:
    if figure.label and figure.column == beside.column and figure.label != beside.label:
        return PrintedFigure(figure.key, "", figure.label, "", None, None, None).place
    return figure.column if figure.column and figure.label == beside.label else figure.place


def _at(words: Mapping[str, str], figure: PrintedFigure, page: int | None) -> str:
    """The place of a figure, with its page where that is not the finding's."""
    elsewhere = figure.page is not None and figure.page != page
    return figure.place + (words["page"].format(figure.page) if elsewhere else "")
