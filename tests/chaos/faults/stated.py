"""Identities that tables state of themselves: of lines that are not there, of themselves, one-sided, contradictory."""

from __future__ import annotations

from random import Random

from tests.chaos.drawn import state
from tests.chaos.faults import fault
from tests.chaos.faults.outline import some
from tests.chaos.paper import Paper

_FIRST = 50  # the numbers of identities added here begin there


def _numbered(paper: Paper, rng: Random, axis: str) -> tuple[str, int] | None:
    """A table of which lines, or columns of values, are numbered; numbered now where they are not."""
    keys = paper.table_keys
    if not keys:
        return None
    key = rng.choice(keys)
    places = paper.of("row", key) if axis == "row" else [c for c in paper.of("column", key) if c["role"] == "value"]
    for number, place in enumerate(places, start=1):
        place["index_number"] = place["index_number"] or number
    return key, max((place["index_number"] or 0 for place in places), default=0)


def _state(
    paper: Paper, rng: Random, left: list[int | None], right: list[int | None], signs: tuple[int, ...] = (1,)
) -> None:
    axis = rng.choice(("row", "row", "column"))
    found = _numbered(paper, rng, axis)
    if found is None:
        return
    key, most = found
    sides = [*(("left", 1, n) for n in left), *(("right", rng.choice(signs), n) for n in right)]
    terms = [(side, sign, n if n is None or n > 0 else max(1, most + n)) for side, sign, n in sides]
    text = f"{axis}: " + "".join(f"{'=' if side == 'right' else ''}{sign:+}*{n}" for side, sign, n in terms)
    if any(row["declared_text"] == text for row in paper.of("declared_term", key)):
        return  # a reader tells an identity once, however often the page states it
    declared = _FIRST + len(paper.rows["declared_term"])
    for number, (side, sign, n) in enumerate(terms, start=1):
        state(paper, key, declared, number, side, n, sign, axis, text)


@fault("printed")
def lines_missing(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [rng.choice((1, 998))], [999, rng.choice((2, 997))])


@fault("printed")
def of_itself(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1], [1])


@fault("printed")
def of_itself_and_others(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1], [1, 2, 3])


@fault("printed")
def twice_the_same(paper: Paper, rng: Random) -> None:
    """One identity in two orders of its lines, and one that counts a line twice."""
    _state(paper, rng, [2], [1, 3])
    _state(paper, rng, [2], [3, 1])
    _state(paper, rng, [2], [1, 3], signs=(1, 2))


@fault("broken")
def a_term_again(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [2], [1, 1])


@fault("printed")
def minus(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1], [2, 3, 4], signs=(1, -1))


@fault("broken")
def several_on_the_left(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1, 2], [2, 3], signs=(1, -1))


@fault("broken")
def said_the_same_of_others(paper: Paper, rng: Random) -> None:
    """Identities of other lines under one text."""
    first = len(paper.rows["declared_term"])
    for right in ([2, 3], [3, 4], [2]):
        _state(paper, rng, [1], list(right))
    for term in paper.rows["declared_term"][first:]:
        term["declared_text"] = "1=2"


@fault("broken")
def one_sided(paper: Paper, rng: Random) -> None:
    _state(paper, rng, *rng.choice((([1, 2], []), ([], [1, 2]))))


@fault("broken")
def signs_impossible(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1], [2, 3], signs=(0, 7, -99, 2**31 - 1))


@fault("broken")
def terms_impossible(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1], [2, None])
    for row in some(rng, paper.rows["declared_term"]):
        row |= rng.choice(
            (
                {"axis": "page"},
                {"axis": None},
                {"side": "middle"},
                {"side": None},
                {"sign": None},
                {"declared_text": None},
                {"index_number": None},
                {"table_key": "no table"},
                {"declared_number": 1},
                {"page_number": None},
            )
        )


@fault("broken")
def terms_twice(paper: Paper, rng: Random) -> None:
    _state(paper, rng, [1], [2, 3])
    paper.rows["declared_term"] += [dict(row) for row in some(rng, paper.rows["declared_term"])]


@fault("printed")
def everything_is_everything(paper: Paper, rng: Random) -> None:
    for left in range(1, rng.randint(3, 12)):
        _state(paper, rng, [left], [n for n in range(1, 12) if n != left])
