"""The middle of a build: from raw sets to marts, by the document stage and the corpus stage.

Belongs here: what joins the two stages to a build's files and records. Does not: reading (extracting), publishing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from yusuan.store.pruning import drop_earlier
from yusuan.store.sets import SetStore
from yusuan.store.sightings import Sightings
from yusuan.warehouse import corpus_stage, dbt
from yusuan.warehouse.build import Build, complete_builds, published, read_json, write_json
from yusuan.warehouse.corpus_stage import Corpus, continue_last
from yusuan.warehouse.dbt_manifest import parsed_project
from yusuan.warehouse.document_sets import DocumentSets
from yusuan.warehouse.document_stage import Refusals, work_out
from yusuan.warehouse.inputs import marts_version, stage_version, witness_version
from yusuan.warehouse.pairing import find_pairs
from yusuan.warehouse.stage_inputs import Refusal, import_for_frames, lay_corrections, lay_documents

Heard = Callable[[str], None]


def document_stage(build: Build, dbt_project: Path, heard: Heard) -> list[dbt.NodeResult]:
    """Work out the documents that were not worked out yet; returns what dbt reported of the last batch, if any ran."""
    import_for_frames()
    extractor = build.record["extractor_version"]
    build.note(stage_version=stage_version(dbt_project), marts_version=marts_version(dbt_project, extractor))
    continued = continue_last(build, published(build.home))
    build.note(continues=continued.build_id if continued else None)
    manifest, corrections = pl.read_parquet(build.manifest), pl.read_parquet(build.corrections)
    lay_corrections(build.stages, corrections)
    # What a document's results promise is looked at as data (int_broken_document): a promise that is not kept sets the
    # document aside, where a failed test would stop all of them.
    runner = _Runner(build, dbt_project, heard, with_seeds=continued is None, tests=False)
    raw = SetStore(build.home.extracted, extractor)
    paired = find_pairs(manifest, raw, dbt_project / "seeds")
    worked = work_out(build, sets_of(build), manifest, corrections, paired, raw, runner)
    if not worked.new and continued is not None:
        shutil.copyfile(continued.stages, build.stages)  # what was worked out last stays for whoever changes a model
        lay_corrections(build.stages, corrections)
    elif not worked.new:
        # All was worked out before, by builds that were not published.
        lay_documents(build.stages, raw, {}, manifest, paired)
    write_json(build.worked, {"wanted": worked.wanted, "refused": [vars(one) for one in worked.refused]})
    build.note(worked_out=worked.new, seeds_made=not runner.with_seeds)
    return worked.results


def corpus_stage_of(build: Build, dbt_project: Path, heard: Heard) -> list[dbt.NodeResult]:
    """Make the marts; returns what dbt reported."""
    facts, worked, sets = build.record, read_json(build.worked, {}), sets_of(build)
    refusals = Refusals(sets, f"{corpus_stage.STAGE}_{facts['marts_version']}")
    known = {key: refusal for key, refusal in refusals.read().items() if key in worked["wanted"]}
    wanted = {key: document for key, document in worked["wanted"].items() if key not in known}
    before = [Refusal(**row) for row in worked["refused"]] + list(known.values())
    last = Build(build.home, facts["continues"]) if facts["continues"] else None
    runner = _Runner(build, dbt_project, heard, with_seeds=not facts["seeds_made"], tests=True)
    sightings = Sightings(SetStore(build.home.extracted, facts["extractor_version"]).folder, witness_version())
    corpus = Corpus(build, sets, pl.read_parquet(build.manifest), sightings, last, runner, list(before))
    results = corpus.make(wanted)
    keys = {document: key for key, document in wanted.items()}
    now = {keys[refusal.document_key]: refusal for refusal in corpus.refused if refusal not in before}
    if not any(result.stops for result in results):
        refusals.write(known | now)
    write_json(build.worked, worked | {"refused": [vars(one) for one in corpus.refused]})
    return results


def seal_stages(build: Build) -> None:
    """Make the stages file stand for itself: it keeps the documents worked out last, for whoever changes a model."""
    sets_of(build).seal(build.stages)


def tidy_document_sets(build: Build) -> None:
    """Merge small document sets, and remove those of other versions of the rules. Safe once the build is published."""
    sets = sets_of(build)
    sets.compact(read_json(build.worked, {"wanted": {}})["wanted"])
    sets.drop_other_versions()


def tidy_raw_sets(build: Build) -> None:
    """Remove raw sets of readers that no kept build was made with. Safe once the build is published."""
    needed = {str(kept.record.get("extractor_version", "")) for kept in complete_builds(build.home)}
    drop_earlier(SetStore(build.home.extracted, build.record["extractor_version"]), needed)


def sets_of(build: Build) -> DocumentSets:
    """The document sets of a build's version."""
    return DocumentSets(build.home.worked, build.record["stage_version"])


class _Runner:
    """Runs dbt for one build; the seeds go with the first run that ends well, and then stay.

    `tests`: of the corpus stage, which comes last; so another run follows where there are none.
    """

    def __init__(self, build: Build, dbt_project: Path, heard: Heard, *, with_seeds: bool, tests: bool) -> None:
        self.build, self.project, self.heard, self.with_seeds = build, dbt_project, heard, with_seeds
        self.tests = tests
        self.parsed = parsed_project(dbt_project)

    def __call__(self, selection: Sequence[str]) -> list[dbt.NodeResult]:
        chosen = [*selection, corpus_stage.SEEDS] if self.with_seeds else selection
        results = dbt.run_build(
            self.build, self.parsed, chosen, self.heard, self.project, tests=self.tests, another=not self.tests
        )
        if not any(result.stops for result in results):
            self.with_seeds = False
        return results
