"""The corpus stage: what needs several documents, and the marts, from the kept results of the document stage.

Belongs here: continuing the last build's marts where nothing but documents changed, what moved since then, running dbt,
and leaving out documents that it cannot carry. Does not: SQL, the gate.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import polars as pl

from yusuan.errors import YusuanError
from yusuan.progress import say
from yusuan.warehouse import dbt
from yusuan.warehouse.build import Build
from yusuan.warehouse.document_sets import DocumentSets
from yusuan.warehouse.keys import take_back_keys
from yusuan.warehouse.stage_inputs import Refusal, lay_corpus

SELECTION = ("tag:corpus_stage",)
SEEDS = "resource_type:seed"
_HOLDINGS: dict[str, type[pl.DataType]] = {"document_key": pl.String, "input_key": pl.String}


def continue_last(build: Build, last: Build | None) -> Build | None:
    """Begin the build's files with a copy of the last one's, where its models and rules are the same; else with none.

    Returns the build that is continued.
    """
    version = build.record["marts_version"]
    if last is None or last.record.get("marts_version") != version or not last.holdings.is_file():
        return None
    for ours, theirs in ((build.database, last.database), (build.stages, last.stages)):
        if theirs.is_file():
            shutil.copyfile(theirs, ours)
    with duckdb.connect(str(build.database)) as connection:
        take_back_keys(connection)
    return last


def moved_since(last: Build | None, wanted: Mapping[str, str]) -> list[str]:
    """The documents whose results came, went or changed since a build (all of them where none is continued)."""
    now = {(document, key) for key, document in wanted.items()}
    before = set(pl.read_parquet(last.holdings).iter_rows()) if last else set()
    return sorted({document for document, _ in now ^ before})


@dataclass
class Corpus:
    """One run of the corpus stage; `run` runs dbt on a selection and returns what it reports."""

    build: Build
    sets: DocumentSets
    manifest: pl.DataFrame
    continued: Build | None
    run: Callable[[Sequence[str]], list[dbt.NodeResult]]
    refused: list[Refusal] = field(default_factory=list)

    def make(self, wanted: Mapping[str, str]) -> list[dbt.NodeResult]:
        """Make the marts of the wanted documents (input_key → document_key), and leave out those that dbt cannot carry.

        Raises YusuanError when it fails whatever is left out.
        """
        moved = set(moved_since(self.continued, wanted))
        results = self._try(wanted)
        if _fault(results) is None:
            return self._note(wanted, results)
        failed = _fault(results)
        assert failed is not None
        doubtful = [key for key, document in wanted.items() if document in moved]
        sure = {key: document for key, document in wanted.items() if document not in moved}
        say(f"  {failed.name} fails: looking for the document among {len(doubtful)} that are new")
        if not doubtful or _fault(self._try(sure)) is not None:
            return results
        admitted = self._admit(doubtful, sure, wanted, failed)
        final = sure | {key: wanted[key] for key in admitted}
        return self._note(final, self._try(final))

    def _admit(
        self,
        keys: list[str],
        base: Mapping[str, str],
        wanted: Mapping[str, str],
        failed: dbt.NodeResult | None = None,
    ) -> list[str]:
        """Of these documents those that dbt carries together with the base; the others are refused.

        `failed`: what is known to fail with all of them.
        """
        if not keys:
            return []
        failed = failed or _fault(self._try({**base, **{key: wanted[key] for key in keys}}))
        if failed is None:
            return keys
        if len(keys) == 1:
            document = wanted[keys[0]]
            self.refused.append(Refusal(document, f"dbt carries it through {failed.name}", failed.message[:500]))
            say(f"  set aside: {document}: {failed.name}: {failed.message[:200]}")
            return []
        half = len(keys) // 2
        first = self._admit(keys[:half], base, wanted)
        return first + self._admit(keys[half:], {**base, **{key: wanted[key] for key in first}}, wanted)

    def _try(self, wanted: Mapping[str, str]) -> list[dbt.NodeResult]:
        self.sets.show(self.build.stages, wanted)
        facts = self.build.record
        lay_corpus(self.build.stages, self.manifest, self._moved(wanted), self.refused, facts)
        return self.run(SELECTION)

    def _moved(self, wanted: Mapping[str, str]) -> set[str]:
        # What an earlier attempt of this build put into the marts moves again.
        self._tried |= set(moved_since(self.continued, wanted))
        return set(self._tried)

    _tried: set[str] = field(default_factory=set)

    def _note(self, wanted: Mapping[str, str], results: list[dbt.NodeResult]) -> list[dbt.NodeResult]:
        rows = sorted((document, key) for key, document in wanted.items())
        pl.DataFrame(rows, schema=_HOLDINGS, orient="row").write_parquet(self.build.holdings)
        return results


def _fault(results: list[dbt.NodeResult]) -> dbt.NodeResult | None:
    return next((result for result in results if result.stops), None)


def require_results(results: list[dbt.NodeResult], build: Build) -> None:
    """Raise YusuanError when dbt reported nothing at all."""
    if not results:
        raise YusuanError("nothing published: dbt reported nothing", str(build.dbt_log), "see the log")
