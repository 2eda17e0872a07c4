"""The corpus stage: what needs several documents, and the marts, from the kept results of the document stage.

Belongs here: continuing the last build's marts where nothing but documents changed, running dbt over what a change
affects, and leaving out documents that it cannot carry. Does not: SQL, the gate, what is affected (affected).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import polars as pl

from yusuan.errors import YusuanError
from yusuan.progress import say
from yusuan.store.sightings import Sightings
from yusuan.warehouse import dbt
from yusuan.warehouse.affected import Affected, affected, holdings, moved
from yusuan.warehouse.build import Build
from yusuan.warehouse.document_sets import DocumentSets
from yusuan.warehouse.keys import take_back_keys
from yusuan.warehouse.stage_inputs import Refusal, lay_corpus, seen_on_pictures, worked_last

STAGE = "corpus_stage"
SELECTION = (f"tag:{STAGE}",)
SEEDS = "resource_type:seed"
# Results that a mart takes from every document, whatever is new: a subject has the name that most documents print,
# a table is usual where most papers have or announce it, and of what an expenditure is made is told of every body.
OF_ALL = ("doc_announced_table", "doc_nature_sum", "doc_subject")


def affected_of(count: int, held: int) -> str:
    """The line that says how many documents are affected."""
    said = "1 document is" if count == 1 else f"{count} documents are"
    return f"  {said} affected by what is new, of {held}"


def continue_last(build: Build, last: Build | None) -> Build | None:
    """Begin the build's marts with a copy of the last one's, where its models and rules are the same; else with none.

    Returns the build that is continued.
    """
    version = build.record["marts_version"]
    if last is None or last.record.get("marts_version") != version or not last.holdings.is_file():
        return None
    shutil.copyfile(last.database, build.database)
    with duckdb.connect(str(build.database)) as connection:
        take_back_keys(connection)
    return last


@dataclass
class Corpus:
    """One run of the corpus stage; `run` runs dbt on a selection and returns what it reports.

    `sightings`: what the pictures of pages showed, of this reader version.
    """

    build: Build
    sets: DocumentSets
    manifest: pl.DataFrame
    sightings: Sightings
    continued: Build | None
    run: Callable[[Sequence[str]], list[dbt.NodeResult]]
    refused: list[Refusal] = field(default_factory=list)
    affected: Affected = field(default_factory=Affected)

    def make(self, wanted: Mapping[str, str]) -> list[dbt.NodeResult]:
        """Make the marts of the wanted documents (input_key → document_key), and leave out those that dbt cannot carry.

        Raises YusuanError when it fails whatever is left out.
        """
        before = pl.read_parquet(self.continued.holdings) if self.continued else None
        now = self._holdings(wanted)
        # Those that were worked out last are seen in any case: a person's own dbt works on them.
        self.affected = affected(before, now, worked_last(self.build.stages) & set(now["document_key"]))
        if before is not None:
            say(affected_of(len(self.affected.documents), now.height))
        results = self._try(wanted)
        failed = _fault(results)
        if failed is not None:
            new = moved(before, now)
            doubtful = [key for key, document in wanted.items() if document in new]
            sure = {key: document for key, document in wanted.items() if document not in new}
            say(f"  {failed.name} fails: looking for the document among {len(doubtful)} that are new")
            if not doubtful or _fault(self._try(sure)) is not None:
                return results
            wanted = sure | {key: wanted[key] for key in self._admit(doubtful, sure, wanted, failed)}
            results = self._try(wanted)
            now = self._holdings(wanted)
        now.write_parquet(self.build.holdings)
        return results

    def _admit(
        self,
        keys: list[str],
        base: Mapping[str, str],
        wanted: Mapping[str, str],
        failed: dbt.NodeResult | None = None,
    ) -> list[str]:
        """Of these documents those that dbt carries together with the base; the others, with which it fails twice, are
        refused: what fails by chance does not fail again.

        `failed`: what is known to fail with all of them.
        """
        if not keys:
            return []
        together = {**base, **{key: wanted[key] for key in keys}}
        failed = failed or _fault(self._try(together))
        if failed is not None and len(keys) == 1:
            failed = _fault(self._try(together))
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
        shown = {key: document for key, document in wanted.items() if document in self.affected.documents}
        self.sets.show(self.build.stages, shown, dict.fromkeys(OF_ALL, wanted))
        facts = self.build.record | {"documents_folder": str(self.build.home.documents)}
        lay_corpus(self.build.stages, self.manifest, self.affected, self.refused, self.sightings.read(), facts)
        results = self.run(SELECTION)
        self.sightings.keep(seen_on_pictures(self.build.stages))
        return results

    def _holdings(self, wanted: Mapping[str, str]) -> pl.DataFrame:
        refused = {refusal.document_key for refusal in self.refused}
        return holdings(self.manifest, wanted, refused, self.sets.names(wanted))


def _fault(results: list[dbt.NodeResult]) -> dbt.NodeResult | None:
    return next((result for result in results if result.stops), None)


def require_results(results: list[dbt.NodeResult], build: Build) -> None:
    """Raise YusuanError when dbt reported nothing at all."""
    if not results:
        raise YusuanError("nothing published: dbt reported nothing", str(build.dbt_log), "see the log")
