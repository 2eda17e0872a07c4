"""Damaged figures: which ones arithmetic contradicts, and which ones it proves right again.

Belongs here: damage that OCR leaves in figures that look whole (`86. 6` of 86.63); repair with its evidence.
Does not: places of figures (assignment.py), publishers' errors, which are printed and stay as they are.

A figure is repaired only where one value fits the characters left, satisfies with residual 0 at least two identities
that share no other term, and no other value takes part in any solution. What two readings satisfy stays damaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from yusuan.reading.text_input.figures import fits
from yusuan.reading.text_input.forms import Figure
from yusuan.reading.text_input.places import Identity, Place, TableView

_MOST_SOLUTIONS = 20_000
Values = Mapping[int, Decimal]


def repair(views: Sequence[TableView], rules: Sequence[Identity]) -> None:
    """Mark figures that are cut off as damaged, and give those that are proven their number and its evidence."""
    figures = [f for view in views for row in view.table.rows for f in row.figures]
    money = [rule for rule in rules if any(_figure(p) for p in rule.places)]
    candidates = _candidates(money)
    for figure in figures:
        if figure.number is not None and id(figure) in candidates and _is_contradicted(figure, money):
            figure.reading, figure.number = "damaged", None
    damaged = [f for f in figures if f.reading == "damaged" and id(f) in candidates]
    solutions = list(_solutions(damaged, candidates, money))
    for figure in damaged:
        values = {s[id(figure)] for s in solutions}
        if len(values) == 1:
            _prove(figure, values.pop(), solutions[0], money)


def _figure(place: Place) -> Figure | None:
    line, column = place
    return next((f for f in line.row.figures if f.column == column.number and f.reading != "ambiguous"), None)


def _yuan(place: Place, number: Decimal) -> Decimal:
    return number * place[0].table.scale


def _candidates(rules: Sequence[Identity]) -> dict[int, set[Decimal]]:
    """Numbers that whole figures of other tables say of a figure, and of which its characters may be the rest.

    A bound says a number too: where it is the closest one, the figure may be equal to it.
    """
    out: dict[int, set[Decimal]] = {}
    for rule in rules:
        printed = [(p, f) for p in rule.places if (f := _figure(p)) is not None]
        if len(printed) != 2:
            continue
        for (place, figure), (other, whole) in (printed, printed[::-1]):
            if whole.number is None:
                continue
            number = _yuan(other, whole.number) / place[0].table.scale
            if fits(figure, _text(number)):
                out.setdefault(id(figure), set()).add(number)
    return out


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _is_contradicted(figure: Figure, rules: Sequence[Identity]) -> bool:
    """Whether the figure as printed breaks an identity with one other printed term."""
    for rule in rules:
        printed = [(p, f) for p in rule.places if (f := _figure(p)) is not None]
        if len(printed) == 2 and any(f is figure for _, f in printed) and not _holds(rule, {}):
            return True
    return False


def _holds(rule: Identity, values: Values, exact: bool = False) -> bool:
    """Whether an identity holds with numbers for its damaged figures; within the tolerance, or to the last digit."""
    total, bound = Decimal(0), Decimal(0)
    for sign, places in ((1, rule.left), (-1, rule.right)):
        for place in places:
            figure = _figure(place)
            number = (values.get(id(figure), figure.number) if figure else None) or Decimal(0)
            total += sign * _yuan(place, number)
            bound += place[0].table.half * place[0].table.scale if number else Decimal(0)
    if exact:
        return total == 0
    return total <= bound if rule.relation == "<=" else abs(total) <= bound


def _solutions(
    damaged: Sequence[Figure], candidates: Mapping[int, set[Decimal]], rules: Sequence[Identity]
) -> Iterator[dict[int, Decimal]]:
    """Numbers for all damaged figures together with which every sum that joins them is exact."""
    keys = [id(f) for f in damaged]
    joint = [rule for rule in rules if rule.relation == "=" and _joins(rule, keys)]
    choices = [sorted(candidates[k]) for k in keys]
    for count, values in enumerate(product(*choices)):
        if count >= _MOST_SOLUTIONS:
            return
        solution = dict(zip(keys, values, strict=True))
        if all(_holds(rule, solution, exact=True) for rule in joint):
            yield solution


def _joins(rule: Identity, keys: Sequence[int]) -> bool:
    """Whether an identity has damaged figures only of these, and more than one."""
    figures = [f for p in rule.places if (f := _figure(p)) is not None]
    lost = [f for f in figures if f.number is None]
    return len(lost) > 1 and all(id(f) in keys for f in lost)


def _prove(figure: Figure, number: Decimal, solution: Values, rules: Sequence[Identity]) -> None:
    """Repair the figure where two exact identities with no other term in common vouch for the number."""
    vouching: list[tuple[Identity, set[int]]] = []
    for rule in rules:
        figures = [f for p in rule.places if (f := _figure(p)) is not None]
        known = all(f.number is not None or id(f) in solution for f in figures)
        if figure not in figures or len(figures) < 2 or not known or rule.relation != "=":
            continue
        others = {id(f) for f in figures if f is not figure}
        if _holds(rule, solution, exact=True) and all(not others & seen for _, seen in vouching):
            vouching.append((rule, others))
    if len(vouching) >= 2:
        figure.reading, figure.repaired = "repaired", number
        figure.evidence = [_evidence(rule, solution) for rule, _ in vouching]


def _evidence(rule: Identity, solution: Values) -> dict[str, str]:
    return {
        "rule": rule.rule_id,
        "left": _side(rule.left, solution),
        "right": _side(rule.right, solution),
    }


def _side(places: Sequence[Place], solution: Values) -> str:
    terms = []
    for place in places:
        if (figure := _figure(place)) is not None:
            number = solution.get(id(figure), figure.number)
            label = place[0].row.label or place[0].row.code
            terms.append(f"{place[0].table.table.title} {label} {'/'.join(place[1].path)} {number}")
    return " + ".join(terms)
