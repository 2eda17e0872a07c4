"""Trials: which figures of a document are changed or damaged, and what became of it.

Belongs here: choosing by chance, outcomes of single trials. Does not: running dbt (batch), shares (faults).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from yusuan.benchmarks.batch import Amount, Outcome
from yusuan.benchmarks.copies import Trial
from yusuan.benchmarks.damage import changed, damaged, printed_like
from yusuan.reading.emit import LEAST_CONFIDENCE
from yusuan.reading.numbers import parse_figure

_WITHIN = 12  # one clean trial in so many stays within the tolerance
_DOUBTFUL, _UNNOTICED = 0.6, 0.8  # confidence of a damaged reading: the reader doubts it, or takes it for read


def draw(rng: Random, amounts: Sequence[Amount], count: int, first: int) -> list[Trial]:
    """`count` trials over the figures of one document: half clean changes, half damaged readings, one to three each.

    Half of the damaged readings stand in a document that was read from pictures as a whole, half of them are doubted by
    the reader itself.
    """
    trials = []
    for number in range(first, first + count):
        several = rng.choice((1, 1, 2, 3))
        chosen = rng.sample(list(amounts), min(several, len(amounts)))
        made = _damage(rng, number, chosen) if number % 2 else _change(rng, number, chosen)
        if made:
            trials.append(made)
    return trials


def _change(rng: Random, number: int, chosen: Sequence[Amount]) -> Trial | None:
    is_within = len(chosen) == 1 and bool(chosen[0].tolerances) and rng.randrange(_WITHIN) == 0
    texts = {}
    for amount in chosen:
        bounds = [tolerance / amount.yuan_per_unit for tolerance in amount.tolerances]
        least = max(bounds, default=Decimal(0))
        decimals = max(amount.decimals, 0)
        new = changed(rng, amount.number, decimals, least, min(bounds) if is_within else None)
        if new is None or new == amount.number:
            return None
        texts[amount.key] = printed_like(amount.text, new, decimals)
    mode = "within tolerance" if is_within else "clean"
    apart = int(all(amount.is_apart for amount in chosen))
    facts: dict[str, str | int] = {"mode": mode, "changes": len(chosen), "covering": _covering(chosen), "apart": apart}
    facts["misled"] = int(all(amount.is_misled for amount in chosen))
    return Trial(number, texts, facts=facts)


def _damage(rng: Random, number: int, chosen: Sequence[Amount]) -> Trial | None:
    texts, kinds = {}, []
    for amount in chosen:
        done = damaged(rng, amount.text)
        if done is None:
            return None
        kinds.append(done[0])
        texts[amount.key] = done[1]
    confidence = rng.choice((_DOUBTFUL, _UNNOTICED))
    return Trial(
        number,
        texts,
        confidence=confidence,
        is_picture=rng.random() < 0.5,
        facts={
            "mode": _mode(confidence, texts, chosen),
            "changes": len(chosen),
            "covering": _covering(chosen),
            "apart": int(all(amount.is_apart for amount in chosen)),
            "damage": kinds[0] if len(kinds) == 1 else "several",
        },
    )


def _mode(confidence: float, texts: Mapping[str, str], chosen: Sequence[Amount]) -> str:
    """How the damage shows: to the reader itself, or only to the identities, or not even to them."""
    for amount in chosen:
        figure = parse_figure(texts[amount.key])
        if confidence < LEAST_CONFIDENCE or figure is None:
            continue
        shift = abs((figure.value - amount.number) * amount.yuan_per_unit)
        return "misread within tolerance" if shift <= max(amount.tolerances, default=Decimal(0)) else "misread"
    return "doubtful"


def _covering(chosen: Sequence[Amount]) -> int:
    """The fewest identities that vouch for one of them; 2 stands for more as well."""
    return min(2, min(amount.covering for amount in chosen))


def judge(trial: Trial, said: Outcome, before: Outcome, amounts: Mapping[str, Amount]) -> dict[str, Any]:
    """The facts of a trial with what became of it, against what the warehouse says of the document as it is."""
    changed_keys = set(trial.texts)
    if trial.confidence is None:
        located = said.located - before.located
        return {
            **trial.facts,
            "texts": _texts(trial, amounts),
            "detected": int(changed_keys <= said.broken),
            "located": int(located == changed_keys),
            "blamed": int(changed_keys <= said.blamed),
            "in_doubt": int(bool(said.doubted - before.doubted)),
        }
    true = {key: amounts[key].number * amounts[key].yuan_per_unit for key in changed_keys}
    states = [_state(key, said, true) for key in sorted(changed_keys)]
    others = {key: yuan for key, (reading, yuan) in said.readings.items() if reading == "repaired" and key not in true}
    false = sum(state == "false" for state in states)
    false += sum(
        key not in amounts or yuan != amounts[key].number * amounts[key].yuan_per_unit for key, yuan in others.items()
    )
    return {
        **trial.facts,
        "texts": _texts(trial, amounts),
        "said": {key: [reading, str(yuan)] for key, (reading, yuan) in said.readings.items()},
        "repaired": int(all(state == "repaired" for state in states)),
        "wrong_and_exact": int("exact" in states),
        "false_repairs": false,
    }


def _texts(trial: Trial, amounts: Mapping[str, Amount]) -> dict[str, list[str]]:
    """Figure → as printed, as changed."""
    return {key: [amounts[key].text, text] for key, text in trial.texts.items()}


def _state(key: str, said: Outcome, true: Mapping[str, Decimal]) -> str:
    reading, yuan = said.readings.get(key, ("exact", None))
    if reading == "repaired":
        return "repaired" if yuan == true[key] else "false"
    return reading
