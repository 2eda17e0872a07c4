"""What a fault is, and the draw: a share for each kind and stratum, the same faults for the same code and seed.

Belongs here: Fault and the drawing. Does not: how faults are made (python_faults, sql_faults, data_faults).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

KINDS = ("python", "sql", "seed", "expectation")


@dataclass(frozen=True)
class Fault:
    """One change of one file. `start` and `end` are the place in its text (characters), `line` counts from 1."""

    kind: str
    path: str  # below the project
    line: int
    operator: str
    start: int
    end: int
    replacement: str
    original: str  # the text replaced
    within: str  # the line it stands in, with its neighbours (see context)
    stratum: str  # of which each has its share of the draw

    @property
    def key(self) -> str:
        """A name that stays when lines above move."""
        return _hash(self.path, self.within, self.operator, self.original, self.replacement)[:10]

    def applied(self, text: str) -> str:
        """The file's text with the fault."""
        return text[: self.start] + self.replacement + text[self.end :]

    def shown(self) -> str:
        """The change in one line."""
        was, now = (" ".join(text.split()) for text in (self.original, self.replacement))
        return f"{self.path}:{self.line} [{self.operator}] {was[:70] or '∅'} → {now[:70] or '∅'}"


def context(lines: Sequence[str], line: int) -> str:
    """A line (counted from 1) with those around it: what tells it from others that read the same."""
    return "\n".join(text.strip() for text in lines[max(0, line - 4) : line + 3])


def drawn(candidates: Iterable[Fault], shares: Mapping[str, int], seed: int) -> list[Fault]:
    """So many faults of each stratum (`shares`), one of a line at most.

    Every candidate's rank is a hash of itself: an edit elsewhere does not change what is drawn.
    """
    lines: dict[str, dict[tuple[str, int], list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in candidates:
        lines[fault.stratum][fault.path, fault.line].append(fault)
    chosen: list[Fault] = []
    for stratum, count in shares.items():
        # First the line, then one kind of change, then the change: what can be changed in many ways is not drawn more.
        ranked = sorted(lines[stratum].values(), key=lambda of_line: _rank(seed, of_line[0].path, of_line[0].within))
        chosen += [_one(of_line, seed) for of_line in ranked[:count]]
    return sorted(chosen, key=lambda fault: _rank(seed, fault.key))


def shares(weights: Mapping[str, float], count: int, least: int = 1) -> dict[str, int]:
    """`count` shared out by weight, at least `least` to each, by largest remainders."""
    rest = count - least * len(weights)
    exact = {name: max(rest, 0) * weight / sum(weights.values()) for name, weight in weights.items()}
    out = {name: least + int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_remainder[: max(0, count - sum(out.values()))]:
        out[name] += 1
    return out


def _one(faults: list[Fault], seed: int) -> Fault:
    operator = min({fault.operator for fault in faults}, key=lambda name: _rank(seed, name, faults[0].within))
    return min((f for f in faults if f.operator == operator), key=lambda fault: _rank(seed, fault.key))


def _rank(seed: int, *parts: str) -> str:
    return _hash(str(seed), *parts)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
