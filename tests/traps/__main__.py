"""`python -m tests.traps`: how many papers of each kind are read as they are seen."""

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from tests.traps.drawn import KINDS, draw_trap
from tests.traps.judged import judge


def main() -> int:
    """Draw, read, print what went wrong; 1 where anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.traps")
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--shown", type=int, default=12, help="how many wrong ones are told")
    options = parser.parse_args()
    rng = Random(options.seed)
    counts: Counter[tuple[str, str]] = Counter()
    told = 0
    for number in range(options.papers):
        verdict = judge(draw_trap(rng, number))
        kind = verdict.paper.kind
        counts[kind, "all"] += 1
        counts[kind, "right"] += verdict.is_right
        counts[kind, "damaged"] += verdict.damaged
        if not verdict.is_right and told < options.shown:
            told += 1
            print(f"- {number} {kind}: {' | '.join(verdict.wrong) or f'lost: {verdict.missing}'}", flush=True)
    print(f"{'trap':34}{'papers':>8}{'right':>8}{'damaged figures':>18}")
    for kind in KINDS:
        print(
            f"{kind:34}"
            + "".join(f"{counts[kind, what]:>{width}}" for what, width in (("all", 8), ("right", 8), ("damaged", 18)))
        )
    right = sum(counts[kind, "right"] for kind in KINDS)
    print(f"{right} of {options.papers} right")
    return int(right < options.papers)


if __name__ == "__main__":
    raise SystemExit(main())
