"""`python -m tests.layouts`: how many planted errors are found, located and alone, by structure."""

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from tests.layouts.drawn import KINDS, draw_table
from tests.layouts.judged import judge

_BATCH = 400  # tables of one dbt run


def main() -> int:
    """Draw, judge, print shares and what went wrong; 1 where fewer than 99 in 100 are right."""
    parser = argparse.ArgumentParser(prog="python -m tests.layouts")
    parser.add_argument("--tables", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shown", type=int, default=12, help="how many wrong ones are told")
    options = parser.parse_args()
    rng = Random(options.seed)
    tables = [draw_table(rng, number) for number in range(options.tables)]
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for start in range(0, len(tables), _BATCH):
        for verdict in judge(tables[start : start + _BATCH]):
            name = verdict.table.structure
            counts.update((name, what) for what in ("found", "located", "alone", "is_right") if getattr(verdict, what))
            counts[name, "all"] += 1
            if not verdict.is_right:
                wrong.append(verdict)
        print(f"{min(start + _BATCH, len(tables))} of {len(tables)} tables", flush=True)
    print(f"{'structure':42}{'tables':>8}{'found':>8}{'located':>8}{'alone':>8}{'right':>8}")
    for kind in KINDS:
        row = [counts[kind, what] for what in ("all", "found", "located", "alone", "is_right")]
        print(f"{kind:42}" + "".join(f"{number:>8}" for number in row))
    for verdict in wrong[: options.shown]:
        planted = verdict.table.pattern or ", ".join(verdict.table.texts.values())
        print(f"- {verdict.table.structure}: planted {planted}: {' | '.join(verdict.told) or 'nothing told'}")
    right = len(tables) - len(wrong)
    print(f"{right} of {len(tables)} right: {right / len(tables):.1%}")
    return int(right < 0.99 * len(tables))


if __name__ == "__main__":
    raise SystemExit(main())
