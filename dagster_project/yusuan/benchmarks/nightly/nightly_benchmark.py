"""The whole benchmark: templates, a home of each size, its builds, and the record that lets it go on where it stopped.

Belongs here: the order of things and the file of figures. Does not: the command line, measuring.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from yusuan.benchmarks.nightly.document_templates import DocumentFamily
from yusuan.benchmarks.nightly.nightly_builds import NightlyBenchmark, NightlyBuild
from yusuan.benchmarks.nightly.original_papers import families_of
from yusuan.benchmarks.nightly.project_copy import ProjectCopy
from yusuan.benchmarks.nightly.synthetic_corpus import FILE_BYTES, SyntheticCorpus
from yusuan.paths import Home
from yusuan.progress import say
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import write_json
from yusuan.warehouse.inputs import digest_of


@dataclass(frozen=True)
class BenchmarkSettings:
    """What is measured (`sizes`: documents held; `corpus`: a home with more documents to copy), and where it lies."""

    sizes: tuple[int, ...]
    cases: tuple[str, ...]
    scratch: Path
    out: Path
    new: int = 20
    file_bytes: int = FILE_BYTES
    corpus: Home | None = None
    afresh: bool = False


def run(settings: BenchmarkSettings) -> Iterator[NightlyBuild]:
    """The builds asked for, measured now, or before with the same code.

    Raises YusuanError when a build fails, or when the home of more documents cannot be used.
    """
    project = ProjectCopy(settings.scratch / "project")
    project.refresh()
    known = _known(settings.out)
    families: list[DocumentFamily] = []
    for held in settings.sizes:
        wanted = [case for case in settings.cases if settings.afresh or (project.digest, held, case) not in known]
        if wanted:
            families = families or _families(settings, project)
            home = Home(settings.scratch / "homes" / str(held))
            version = reader_version(project.seeds)
            corpus = SyntheticCorpus(home, families, version, held, settings.new, settings.file_bytes)
            corpus.ensure(_made_of(families))
            for build in NightlyBenchmark(project, corpus, settings.scratch / "logs").builds(wanted):
                known[build.code, held, build.case] = build
                settings.out.parent.mkdir(parents=True, exist_ok=True)
                write_json(settings.out, [asdict(one) for one in known.values()])
        yield from (known[project.digest, held, case] for case in settings.cases)


def _known(out: Path) -> dict[tuple[str, int, str], NightlyBuild]:
    facts = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else []
    names = {field.name for field in fields(NightlyBuild)}
    builds = [NightlyBuild(**one) for one in facts if one.keys() == names]
    return {(build.code, build.held, build.case): build for build in builds}


def _families(settings: BenchmarkSettings, project: ProjectCopy) -> list[DocumentFamily]:
    """Templates of the bundled documents, in a home that is kept, and of the home named."""
    home = Home(settings.scratch / "originals")
    say("building the bundled documents")
    project.build(home, settings.scratch / "logs" / "originals.log", str(Home.at().samples))
    families = families_of(home) + (families_of(settings.corpus) if settings.corpus else [])
    unfulfilled = sum(family.unfulfilled for family in families)
    if unfulfilled:
        say(f"{unfulfilled} identities of the originals cannot hold in copies")
    return families


def _made_of(families: list[DocumentFamily]) -> str:
    keys = sorted(t.tables["document"]["document_key"][0] for family in families for t in family.templates)
    return f"{digest_of(Path(__file__).parent)[:12]} {' '.join(keys)}"
