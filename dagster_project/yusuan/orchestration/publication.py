"""Asset: the published warehouse. The gate, the report, and the one rename.

Belongs here: wiring of warehouse.gate, report and warehouse.publish, in that order.
"""

from collections.abc import Iterable

import dagster as dg

from yusuan.orchestration.asset_tables import table
from yusuan.orchestration.resources import HomeResource
from yusuan.progress import say
from yusuan.report.data_dictionary import write_dictionary
from yusuan.report.page import write_report
from yusuan.warehouse import gate
from yusuan.warehouse.build import published, write_outcome
from yusuan.warehouse.publish import publish, row_counts
from yusuan.warehouse.summary import set_aside, turned_away
from yusuan.warehouse.working import seal_stages, tidy_document_sets, tidy_raw_sets


def make_publication(marts: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset that publishes, after every mart and every blocking check on them."""

    @dg.asset(
        name="published_warehouse",
        deps=list(marts),
        group_name="published",
        kinds={"duckdb"},
        description=_DESCRIPTION,
        config_schema={},
    )
    def published_warehouse(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
        build = home.build_of(context)
        last = published(home.home)
        gate.require_checks(build)
        gate.require_loaded(build)
        gate.require_corrections(build)
        lost = gate.require_no_loss(build, last, home.accept_lost or None)
        if lost:
            build.note(accepted_losses=[vars(loss) for loss in lost], accepted_because=home.accept_lost)
        write_report(build, last)
        write_dictionary(build)
        seal_stages(build)
        publish(build)
        tidy_document_sets(build)
        tidy_raw_sets(build)
        write_outcome(build, "published", build.build_id)
        say(f"published {build.build_id}")
        counts = {f"rows/{name}": count for name, count in row_counts(build).items()}
        aside = {
            "turned_away": table(("file", "status", "reason"), turned_away(build)),
            "set_aside": table(("file", "page", "part", "promise", "detail"), set_aside(build)),
        }
        places = {
            "report": build.reports / "index.html",
            "data_dictionary": build.reports / "data_dictionary.html",
            "database": build.database,
            "parquet": build.parquet,
        }
        paths = {name: dg.MetadataValue.path(path) for name, path in places.items()}
        return dg.MaterializeResult(metadata={"build_id": build.build_id, **paths, **aside, **counts})

    return published_warehouse


_DESCRIPTION = (
    "The build behind warehouse/current: database, Parquet and reports, published by one rename after the gate."
)
