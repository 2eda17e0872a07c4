"""A scratch home over a folder of documents, built by the main job.

Belongs here: filling the home, running the job, finding the build it left. Does not: what is measured on it (figures).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.progress import say
from yusuan.store.files import walk
from yusuan.store.intake import take_in
from yusuan.store.names import readable
from yusuan.warehouse.build import Build, published, read_json

# What the check reads: a build that the gate refused may have stopped before some of them.
_NEEDED = {
    "dim_document",
    "published_table",
    "published_amount",
    "reconciliation_result",
    "reconciliation_term",
    "finding_result",
}


@dataclass(frozen=True)
class ScratchBuild:
    """The build that the check reports on; `refusal` is the gate's line where it was not published."""

    build: Build
    refusal: str | None


def fill(home: Home, folder: Path) -> None:
    """Copy the documents of a folder into the scratch home, by their names below the folder, with its declarations.

    Raises YusuanError for a folder that is not there or empty, and for a home that holds other documents.
    """
    if not folder.is_dir():
        raise YusuanError("no such folder", str(folder), "give a folder of documents")
    if home.is_project:
        raise YusuanError("the scratch home cannot be the project", str(home.root), "give another folder")
    home.make()
    taken = take_in(home, [folder], keep_top=False)
    declarations = folder / home.declarations.name
    if declarations.is_file():
        shutil.copyfile(declarations, home.declarations)
    held = sorted(met.path for met in walk(home.documents) if met.kind == "file")
    strangers = [readable(path.relative_to(home.documents).as_posix()) for path in held if path not in taken.kept]
    if strangers:
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise YusuanError(
            f"the scratch home holds documents that the folder has not: {strangers[0]}{more}",
            str(home.documents),
            "give an empty --home",
        )


def build(home: Home) -> ScratchBuild:
    """Run the main job on a filled home, and return the build it left, published or not.

    Raises YusuanError when there is no build with every table that the check reads.
    """
    from yusuan.orchestration.run import run_build
    from yusuan.warehouse.recipe import Recipe

    accepted = "a corpus check compares nothing with its last run"
    try:
        run_build(Recipe(root=str(home.root), accept_lost=accepted))
    except YusuanError as error:
        private = newest_build(home)
        absent = sorted(_NEEDED - main_tables(private)) if private else []
        if private is None or absent:
            raise YusuanError(
                error.what + (f" (and the private build has no {', '.join(absent)})" if absent else ""),
                error.where,
                error.do,
            ) from error
        say(f"the gate refused this build; the check goes on with it, unpublished: {error.what}")
        return ScratchBuild(private, str(error))
    speaking = published(home)
    if speaking is None:
        raise YusuanError("nothing was published", str(home.warehouse))
    return ScratchBuild(speaking, None)


def newest_build(home: Home) -> Build | None:
    """The build begun last that has a database, published or not."""
    found = [Build(home, entry.name) for entry in sorted(home.builds.iterdir(), reverse=True) if entry.is_dir()]
    return next((build for build in found if build.database.is_file()), None)


def main_tables(build: Build) -> set[str]:
    """The names of the tables of schema `main` that a build has."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"
        ).fetchall()
    return {name for (name,) in rows}


def timings(home: Home) -> dict[str, tuple[int, float]]:
    """document_key → (pages, seconds of one process) over the builds that the home still has."""
    found: dict[str, tuple[int, float]] = {}
    for entry in sorted(home.builds.iterdir()):
        for key, (pages, seconds) in read_json(Build(home, entry.name).timings, {}).items():
            found[key] = (pages, seconds)
    return found
