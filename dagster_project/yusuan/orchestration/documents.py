"""Assets: the files found below raw/documents, and the raw tables read from them.

Belongs here: wiring of the store. When nothing is new the raw tables are not materialised, so nothing after them runs.
"""

from collections.abc import Iterator

import dagster as dg

from yusuan.orchestration.asset_tables import table
from yusuan.orchestration.resources import HomeResource
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.discovery import FoundFile, discover
from yusuan.warehouse import build as builds
from yusuan.warehouse.extracting import read_into

RAW_KEYS = {name: dg.AssetKey(["raw", name]) for name in [*RAW_TABLES, "manifest"]}


@dg.asset(group_name="documents", kinds={"pdf"}, io_manager_key="memory", config_schema={})
def documents(context: dg.AssetExecutionContext, home: HomeResource) -> dg.Output[list[FoundFile]]:
    """The files below raw/documents, hashed; what no reader can open is turned away here, with its reason."""
    build = builds.begin(home.home)
    build.note(run_id=context.run.run_id)
    found = discover(home.home)
    counts = {status: sum(file.status == status for file in found) for status in ("found", "unreadable", "same_bytes")}
    passed_over = [(file.file_name, file.status, file.reason) for file in found if file.status != "found"]
    return dg.Output(found, metadata={**counts, "turned_away": table(("file", "status", "reason"), passed_over)})


@dg.multi_asset(
    name="raw_tables",
    specs=[
        dg.AssetSpec(
            key,
            deps=[documents],
            group_name="raw",
            kinds={"parquet", "polars"},
            skippable=True,
            description=f"What is printed: raw table `{name}`, one immutable Parquet file per set of documents."
            if name != "manifest"
            else "One row per file found, and the raw set that speaks for it.",
        )
        for name, key in RAW_KEYS.items()
    ],
    ins={"documents": dg.AssetIn(input_manager_key="memory")},
)
def raw_tables(
    context: dg.AssetExecutionContext, home: HomeResource, documents: list[FoundFile]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the documents that were not read yet; materialises nothing when the published warehouse has all of it."""
    build = home.build_of(context)
    outcome = read_into(build, documents, home.reading, home.code_version)
    if outcome.nothing_new:
        context.log.info("nothing new: the published warehouse is current")
        return
    counts = {"read": outcome.extraction.read_count, "known": outcome.extraction.known_count}
    names = {file.document_key: file.file_name for file in documents if file.status == "found"}
    failed = sorted((names[key], reason) for key, reason in outcome.extraction.failures.items())
    tables = {"manifest": {"not_read": table(("file", "reason"), failed)}}
    for name, key in RAW_KEYS.items():
        yield dg.MaterializeResult(key, metadata={**counts, **tables.get(name, {})})
