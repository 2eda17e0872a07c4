"""The document stage: what depends on one document only is worked out once per document and version of the rules.

Belongs here: which documents were not worked out yet, running dbt over them in batches, keeping the results as document
sets, and telling apart the documents that dbt cannot carry through. Does not: SQL, or what the corpus makes of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from yusuan.errors import YusuanError
from yusuan.progress import say
from yusuan.store.sets import SetStore
from yusuan.warehouse import dbt
from yusuan.warehouse.build import Build, read_json, write_json
from yusuan.warehouse.document_sets import DocumentSets
from yusuan.warehouse.stage_inputs import Refusal, lay_documents

BATCH_DOCUMENTS = 200  # worked out together: memory grows with these, not with what is held
STAGE = "document_stage"
SELECTION = (f"tag:{STAGE}",)


@dataclass(frozen=True)
class Worked:
    """What the stage came to. `wanted`: input_key → document_key of every document whose results are kept."""

    wanted: dict[str, str]
    refused: list[Refusal]
    new: int
    results: list[dbt.NodeResult] = field(default_factory=list)


def input_keys(manifest: pl.DataFrame, corrections: pl.DataFrame, paired: pl.DataFrame) -> dict[str, str]:
    """document_key → input_key of every document that was read (see document_sets)."""
    decided: dict[str, list[str]] = {}
    for row in corrections.sort("amount_key").iter_rows(named=True):
        decided.setdefault(row["file"], []).append(f"{row['amount_key']}={row['corrected']}")
    partners = {row[0]: [repr(row)] for row in paired.iter_rows()}
    keys: dict[str, str] = {}
    read = manifest.filter(pl.col("set_name").is_not_null() & (pl.col("file_status") == "found"))
    for row in read.sort("file_name").iter_rows(named=True):
        parts = [row["document_key"], row["extractor_version"]]
        parts += [str(row[f"declared_{name}"] or "") for name in ("publisher_name", "fiscal_year", "stage")]
        parts += decided.get(row["file_name"], []) + partners.get(row["document_key"], [])
        keys.setdefault(row["document_key"], hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])
    return keys


def work_out(
    build: Build,
    sets: DocumentSets,
    manifest: pl.DataFrame,
    corrections: pl.DataFrame,
    paired: pl.DataFrame,
    raw: SetStore,
    run: Callable[[Sequence[str]], list[dbt.NodeResult]],
) -> Worked:
    """Work out every document of the manifest that has no results of this version yet; `run` runs dbt on a selection.

    `paired`: the files that are one disclosure, in the schema PAIRING.
    Raises YusuanError when dbt fails without any document.
    """
    sets.files.clean()
    keys = input_keys(manifest, corrections, paired)
    held = sets.held()
    refusals = Refusals(sets, STAGE)
    known = refusals.read()
    holders = dict(manifest.filter(pl.col("set_name").is_not_null()).select("document_key", "set_name").iter_rows())
    missing = [document for document, key in keys.items() if key not in held and key not in known]
    missing.sort(key=lambda document: (holders[document], document))
    stage = _Stage(build, sets, manifest, paired, raw, holders, keys, run)
    if missing:
        say(f"document stage: {len(missing)} documents, {len(keys) - len(missing)} worked out before")
    for first in range(0, len(missing), BATCH_DOCUMENTS):
        batch = missing[first : first + BATCH_DOCUMENTS]
        if len(missing) > BATCH_DOCUMENTS:
            say(f"  documents {first + 1} to {first + len(batch)} of {len(missing)}")
        stage.carry(batch)
    if not missing and not sets.files.names():
        stage.carry([])  # the results' own columns, for a corpus without documents
    for refusal in stage.refused:
        say(f"  set aside: {refusal.document_key}: {refusal.promise}: {refusal.detail}")
    refusals.write(known | {keys[refusal.document_key]: refusal for refusal in stage.refused})
    refused = {key: known.get(key) for key in keys.values() if key in known}
    told = stage.refused + [refusal for refusal in refused.values() if refusal is not None]
    out = {refusal.document_key for refusal in told}
    wanted = {key: document for document, key in keys.items() if document not in out}
    return Worked(wanted, told, len(missing), stage.results)


@dataclass
class _Stage:
    build: Build
    sets: DocumentSets
    manifest: pl.DataFrame
    paired: pl.DataFrame
    raw: SetStore
    holders: Mapping[str, str]
    keys: Mapping[str, str]
    run: Callable[[Sequence[str]], list[dbt.NodeResult]]
    refused: list[Refusal] = field(default_factory=list)
    results: list[dbt.NodeResult] = field(default_factory=list)
    is_sound: bool = False  # whether dbt was seen to end well without any document

    def carry(self, documents: list[str]) -> None:
        """Work out a batch and keep its results; where dbt fails, halve it until the documents at fault stand alone.

        One is at fault where dbt fails with it twice, and not without: what fails by chance does not fail again.
        """
        failed = self._fault(documents)
        if failed is not None and documents:
            self._require_sound()
            if len(documents) == 1:
                failed = self._fault(documents)
        if failed is None:
            self.sets.keep(self.build.stages, {document: self.keys[document] for document in documents})
        elif not documents:
            raise YusuanError(
                f"nothing published: dbt {failed.name} fails without any document: {failed.message[:300]}",
                str(self.build.dbt_log),
                "see the log",
            )
        elif len(documents) == 1:
            self.refused.append(Refusal(documents[0], f"dbt carries it through {failed.name}", failed.message[:500]))
        else:
            say(f"  {failed.name} fails: looking for the document among {len(documents)}")
            half = len(documents) // 2
            self.carry(documents[:half])
            self.carry(documents[half:])

    def _require_sound(self) -> None:
        """Raise YusuanError when dbt fails without any document: then no document is at fault."""
        if not self.is_sound:
            self.carry([])
            self.is_sound = True

    def _fault(self, documents: list[str]) -> dbt.NodeResult | None:
        """Run dbt over these documents; the first result that stops, or None."""
        holders = {document: self.holders[document] for document in documents}
        lay_documents(self.build.stages, self.raw, holders, self.manifest, self.paired)
        results = self.run(SELECTION)
        failed = next((result for result in results if result.stops), None)
        if failed is None:
            self.results = results
        return failed


@dataclass(frozen=True)
class Refusals:
    """Documents that dbt could not carry through a stage, kept beside the sets: no night tries them again.

    `stage`: with the version of its own rules, where the sets' version does not say them.
    """

    sets: DocumentSets
    stage: str

    @property
    def path(self) -> Path:
        """The file that keeps them."""
        return self.sets.files.folder / f"refused_{self.stage}.json"

    def read(self) -> dict[str, Refusal]:
        """input_key → refusal."""
        kept: dict[str, Any] = read_json(self.path, {})
        return {key: Refusal(**row) for key, row in kept.items()}

    def write(self, refusals: Mapping[str, Refusal]) -> None:
        """Keep these, and no others."""
        if refusals or self.path.is_file():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_json(self.path, {key: vars(refusal) for key, refusal in refusals.items()})
