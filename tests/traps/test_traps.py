"""A person who looks at the page reads the same numbers in the same rows, whatever lies in the file."""

from random import Random

import pytest
from tests.traps.drawn import KINDS, draw_trap
from tests.traps.judged import judge

_EACH = 2  # papers of each kind; `make traps` draws a thousand


@pytest.mark.parametrize(
    "kind",
    # What a picture covers is read from the page's picture.
    [pytest.param(kind, marks=pytest.mark.slow) if "picture" in kind else kind for kind in KINDS],
)
def test_what_is_read_is_what_is_seen(kind: str) -> None:
    number = KINDS.index(kind)
    for seed in range(1 if "picture" in kind else _EACH):
        verdict = judge(draw_trap(Random(seed), number))
        assert verdict.paper.kind == kind
        assert (verdict.wrong, verdict.missing) == ((), ())
        assert len(verdict.paper.seen) > 10
