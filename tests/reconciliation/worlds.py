"""Made-up papers: a budget printed several times over, and the identities between its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from yusuan.reconciliation.system import CheckedFigure, CheckedIdentity

UNIT = 100_0000  # 0.01 万元
HALF = UNIT // 2


@dataclass(frozen=True)
class Paper:
    """Figures by key, and equations (left keys, right keys, printed twice)."""

    values: Mapping[str, int]
    equations: tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...]

    def identities(self, changed: Mapping[str, int] | None = None) -> list[CheckedIdentity]:
        """The equations evaluated as the warehouse does, over the figures with some of them changed."""
        values = {**self.values, **(changed or {})}
        out = []
        for number, (left, right, twice) in enumerate(self.equations):
            residual = sum(values[k] for k in left) - sum(values[k] for k in right)
            tolerance = UNIT if twice else HALF * sum(1 for k in (*left, *right) if values[k])
            terms = (*((k, 1) for k in left), *((k, -1) for k in right))
            trivial = not twice and len(right) == 1 and residual == 0
            out.append(CheckedIdentity(f"r{number:04}", terms, residual, tolerance, trivial))
        return out

    def figures(self, suspect: bool = False) -> dict[str, CheckedFigure]:
        """All figures, printed to the unit."""
        return {key: CheckedFigure(key, UNIT, suspect) for key in self.values}

    def covering(self, key: str) -> int:
        """How many equations that say something have the figure in them."""
        return sum(key in (*left, *right) and (twice or len(right) > 1) for left, right, twice in self.equations)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Two cuts of one table of items by nature, with totals both ways, the second cut printing the totals again."""
    rows = draw(st.integers(2, 5))
    columns = draw(st.integers(2, 4))
    amounts = st.integers(1, 90_000).map(lambda n: n * UNIT)
    values: dict[str, int] = {}
    equations: list[tuple[tuple[str, ...], tuple[str, ...], bool]] = []
    for r in range(rows):
        for c in range(columns):
            values[f"{r}.{c}"] = draw(amounts)
        values[f"{r}.sum"] = sum(values[f"{r}.{c}"] for c in range(columns))
        equations.append(((f"{r}.sum",), tuple(f"{r}.{c}" for c in range(columns)), False))
    for c in [*map(str, range(columns)), "sum"]:
        values[f"total.{c}"] = sum(values[f"{r}.{c}"] for r in range(rows))
        equations.append(((f"total.{c}",), tuple(f"{r}.{c}" for r in range(rows)), False))
    equations.append((("total.sum",), tuple(f"total.{c}" for c in range(columns)), False))
    for r in range(rows):
        values[f"again.{r}"] = values[f"{r}.sum"]
        equations.append(((f"again.{r}",), (f"{r}.sum",), True))
    values["again.total"] = values["total.sum"]
    equations.append((("again.total",), tuple(f"again.{r}" for r in range(rows)), False))
    equations.append((("again.total",), ("total.sum",), True))
    return Paper(values, tuple(equations))
