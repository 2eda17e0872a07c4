"""The benchmark of faults: thousands of trials over the documents of a home, and the shares of what became of them.

Belongs here: documents to trials to shares. Does not: single trials (trials), dbt (batch), wording (console).
"""

from __future__ import annotations

import resource
from collections.abc import Mapping, Sequence
from itertools import count
from random import Random
from time import monotonic
from typing import Any

import duckdb

from yusuan.benchmarks.batch import Amount, Outcome, amounts_of, loaded_documents, outcomes, reconciled
from yusuan.benchmarks.copies import Raw, Trial, raw_of
from yusuan.benchmarks.trials import draw, judge
from yusuan.errors import YusuanError
from yusuan.progress import say
from yusuan.warehouse.build import Build

_CELLS = 90_000  # of one batch: what a dbt run reconciles in well under a minute
_NOTHING = Outcome(frozenset(), frozenset(), frozenset(), {})
_EXAMPLES = 12  # of each thing that went wrong
Facts = dict[str, Any]


def bench(build: Build, count_of_trials: int, seed: int, most_documents: int) -> dict[str, Any]:
    """Draw trials over the digital documents of a build, run them, and return the figures (JSON-able).

    Raises YusuanError when the build has no such document.
    """
    began = monotonic()
    rng = Random(seed)
    version = build.record["extractor_version"]
    with duckdb.connect(str(build.database), read_only=True) as connection:
        found = loaded_documents(connection)
    if found.is_empty():
        raise YusuanError("no digital document to change", str(build.database))
    names = dict(zip(found["document_key"], found["file_name"], strict=True))
    chosen = sorted(rng.sample(sorted(names), min(most_documents, len(names))))
    raws = {key: raw_of(build, version, key) for key in chosen}
    say(f"{len(chosen)} documents as they are")
    with reconciled([(raw, Trial(0, {})) for raw in raws.values()]) as connection:
        amounts = amounts_of(connection)
    each = -(-count_of_trials // max(1, len(amounts)))
    results: list[Facts] = []
    numbers = count(1)
    try:
        for key in sorted(amounts):
            size = max(1, _CELLS // max(1, raws[key]["cell"].height))
            for done in range(0, each, size):
                trials = draw(rng, amounts[key], min(each - done, size), 1 + next(numbers) * 10_000)
                results += _run(raws[key], trials, amounts[key])
            say(f"{len(results)} trials: {names[key]}")
    except KeyboardInterrupt:
        if not results:
            raise
        say("interrupted: the figures are of the trials made so far")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "documents": len({facts["document"] for facts in results}),
        "trials": len(results),
        "seed": seed,
        "seconds": round(monotonic() - began, 1),
        "peak_memory_mb": peak // 1024,
        "shares": shares(results),
        "examples": _examples(results),
        "false_repairs": sum(int(facts.get("false_repairs", 0)) for facts in results),
    }


def _run(raw: Raw, trials: Sequence[Trial], amounts: Sequence[Amount]) -> list[Facts]:
    """One batch: the trials' copies and one that nothing is done to, which says what the document breaks by itself."""
    with reconciled([(raw, Trial(0, {})), *((raw, trial) for trial in trials)]) as connection:
        said = outcomes(connection)
    by_key = {amount.key: amount for amount in amounts}
    before = said.get(0, _NOTHING)
    document = str(raw["document"]["document_key"][0])
    return [judge(trial, said.get(trial.number, _NOTHING), before, by_key) | {"document": document} for trial in trials]


def _examples(results: Sequence[Facts]) -> list[Facts]:
    """Trials to look at: false repairs, and single changes that two identities cover and that were missed."""
    wrong: dict[str, list[Facts]] = {}
    for facts in results:
        single = facts["changes"] == 1 and facts["covering"] == 2 and "within" not in facts["mode"]
        missed = [name for name in ("detected", "located", "repaired") if single and facts.get(name) == 0]
        for name in ["false_repairs"] if facts.get("false_repairs") else missed[:1]:
            wrong.setdefault(name, []).append({"went_wrong": name, **facts})
    return [facts for own in wrong.values() for facts in own[:_EXAMPLES]]


def shares(results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Per mode, number of changes and identities that cover them: trials, and the share of each outcome.

    `2 apart` are those of `2` in which two exact identities vouch for each figure by their own: what repair asks for;
    `2 misled` those in tables whose header misleads, where figures proved what the columns are.
    """
    groups: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for facts in results:
        is_covered = facts["covering"] == 2
        covering = [str(facts["covering"])] + ["2 apart"] * (is_covered and bool(facts["apart"]))
        covering += ["2 misled"] * (is_covered and bool(facts.get("misled")))
        for name in covering:
            groups.setdefault((str(facts["mode"]), int(facts["changes"]), name), []).append(facts)
    out: list[dict[str, Any]] = []
    for (mode, changes, covered), own in sorted(groups.items()):
        row: dict[str, Any] = {"mode": mode, "changes": changes, "covering": covered, "trials": len(own)}
        for name in ("detected", "located", "blamed", "in_doubt", "repaired", "wrong_and_exact"):
            if name in own[0]:
                row[name] = round(sum(int(facts[name]) for facts in own) / len(own), 4)
        if "false_repairs" in own[0]:
            row["false_repairs"] = sum(int(facts["false_repairs"]) for facts in own)
        out.append(row)
    return out
