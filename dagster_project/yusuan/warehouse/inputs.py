"""The fingerprint of everything a build is made of: equal fingerprints make equal warehouses.

Belongs here: what counts as an input. Does not: deciding what to do when nothing is new (orchestration).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import polars as pl

from yusuan.paths import DBT_PROJECT, EXPECTATIONS
from yusuan.paths import PACKAGE as _PACKAGE

_TOOLS = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations")
_OF_THE_STAGE = ("models/document/", "macros/", "seeds/", "dbt_project.yml", "models/_sources.yml")
_NO_SOURCE = {"target", "logs", "dbt_packages", "__pycache__", "carried"}  # the last: dbt/ and expectations/ of a wheel


def source_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that a person wrote, in order."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).parts
        if path.is_file() and not any(part in _NO_SOURCE or part.startswith(".") for part in relative):
            yield path


def digest_of(*folders: Path) -> str:
    """A hash of the names and contents of the source files below some folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in source_files(folder):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def code_version(dbt_project: Path = DBT_PROJECT, expectations: Path = EXPECTATIONS) -> str:
    """The version of the code, models, seeds and suites that make a warehouse, and of the tools that run them."""
    digest = digest_of(dbt_project, expectations, _PACKAGE)
    return f"{version('yusuan')}+{hashlib.sha256(f'{tools()} {digest}'.encode()).hexdigest()[:12]}"


def stage_version(dbt_project: Path = DBT_PROJECT) -> str:
    """The version that document sets are filed under: of SQL, seeds and the code of the document stage."""
    digest = hashlib.sha256(tools().encode())
    sources = [path for path in source_files(dbt_project) if path.suffix in {".sql", ".py", ".csv", ".yml"}]
    for path in sources:
        place = path.relative_to(dbt_project).as_posix()
        if place.startswith(_OF_THE_STAGE) and not (place.startswith("models/") and path.suffix == ".yml"):
            digest.update(f"{place} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    digest.update(digest_of(_PACKAGE / "reconciliation", _PACKAGE / "catalogue").encode())
    return digest.hexdigest()[:12]


def marts_version(dbt_project: Path, extractor_version: str) -> str:
    """The version of marts: builds of one version are made of equal results in the same way, and can be continued."""
    parts = f"{stage_version(dbt_project)} {extractor_version} {witness_version()} {digest_of(dbt_project)}"
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def witness_version() -> str:
    """The version of what looks at the pictures of pages, which sightings are filed under."""
    return digest_of(_PACKAGE / "witness")[:12]


def tools() -> str:
    """The tools that run the models and suites, with their versions."""
    return " ".join(f"{name} {version(name)}" for name in _TOOLS)


def fingerprint(manifest: pl.DataFrame, corrections: pl.DataFrame, code: str) -> str:
    """The fingerprint of a build: its manifest without times and names of raw sets, corrections, and the code."""
    rows = manifest.drop("first_loaded_at", "set_name").with_columns(manifest["set_name"].is_null().alias("unread"))
    parts = (code, rows.sort("file_name").write_csv(), corrections.write_csv())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
