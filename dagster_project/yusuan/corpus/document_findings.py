"""The result of one corpus check as a whole, and its JSON form.

Belongs here: what console, JSON and page are all made of. Does not: any of the three's looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from yusuan.corpus.boxes import BoxReading
from yusuan.corpus.figures import Document, Figures, total, worst_first


@dataclass(frozen=True)
class Findings:
    """All that was found. `refusal`: the gate's line, where the build was not published.

    `same_bytes`: (file, why it is not counted again). `differences`: document_key → boxes that differ.
    `reconciling_seconds`: of the models that evaluate identities and explain breaks, one thread's worth.
    """

    folder: str
    build_id: str
    code_version: str
    extractor_version: str
    made_at: str
    refusal: str | None
    documents: list[Document]
    same_bytes: list[tuple[str, str]]
    differences: dict[str, list[BoxReading]]
    reconciling_seconds: float

    @property
    def total(self) -> Figures:
        """The sum over all documents."""
        return total(self.documents)

    @property
    def worst_first(self) -> list[Document]:
        """The loaded documents, those with the most faults first."""
        return worst_first(self.documents)

    @property
    def turned_away(self) -> list[Document]:
        """What was not loaded."""
        return [document for document in self.documents if document.status != "loaded"]

    @property
    def places(self) -> dict[str, Figures]:
        """The sum over each first folder, where documents lie in more than one."""
        names = sorted({document.place for document in self.documents})
        if len(names) < 2:
            return {}
        return {name or "—": total(d for d in self.documents if d.place == name) for name in names}

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """(status, reason, documents) of what was turned away, the most frequent first."""
        counted = Counter((d.status, d.reason or "no reason given") for d in self.turned_away)
        return [(status, reason, count) for (status, reason), count in counted.most_common()]


def as_json(findings: Findings) -> dict[str, Any]:
    """Everything as plain values: counts, shares from 0 to 1 (null where there is nothing to take a share of)."""
    return {
        "folder": findings.folder,
        "build_id": findings.build_id,
        "code_version": findings.code_version,
        "extractor_version": findings.extractor_version,
        "made_at": findings.made_at,
        "published": findings.refusal is None,
        "gate": findings.refusal,
        "reconciling_seconds": findings.reconciling_seconds,
        "total": _figures(findings.total),
        "places": {name: _figures(figures) for name, figures in findings.places.items()},
        "turned_away": [
            {"status": status, "reason": reason, "documents": count} for status, reason, count in findings.reasons
        ],
        "same_bytes": [{"file_name": name, "reason": reason} for name, reason in findings.same_bytes],
        "documents": [_document(document) for document in findings.documents],
        "box_differences": [
            {
                "file_name": document.file_name,
                "amount_key": reading.place.amount_key,
                "page": reading.place.page,
                "outcome": reading.outcome,
                "amount_text": reading.place.text,
                "found": reading.found,
                "box": list(reading.place.box),
            }
            for document in findings.documents
            for reading in findings.differences.get(document.document_key, [])
        ],
    }


def _figures(figures: Figures) -> dict[str, Any]:
    counts = {name.name: getattr(figures, name.name) for name in fields(Figures)}
    return counts | {"recognised": figures.recognised, "shares": figures.shares()}


def _document(document: Document) -> dict[str, Any]:
    own: Sequence[str] = [f.name for f in fields(Document) if f.name not in {g.name for g in fields(Figures)}]
    return {name: getattr(document, name) for name in own} | _figures(document)
