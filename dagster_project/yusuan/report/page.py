"""Writing the report of one build: the site, and its first page `reports/index.html`.

Belongs here: gathering the parts of the first page, which stands alone too. Does not: the other pages (static_site),
queries (holdings, verdicts, finding_cards, …), looks (templates).
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from yusuan.report import budgets, coverage, finding_cards, holdings, plots, spending, verdicts
from yusuan.report.pictures import Pictures
from yusuan.report.static_site import write_site
from yusuan.report.templating import render_to
from yusuan.store.originals import Originals
from yusuan.warehouse.build import SHANGHAI, Build
from yusuan.warehouse.summary import summarise


def write_report(build: Build, last: Build | None) -> None:
    """Write the page; `last` is the build published before, for what changed."""
    originals = Originals.of(build.manifest, build.home.documents)
    before = last.reports if last else None
    with duckdb.connect(str(build.database), read_only=True) as connection, Pictures(originals) as pictures:
        site = write_site(connection, originals, build.reports, before)
        rules = verdicts.by_rule(connection)
        content = {
            "spending": site.spending,
            "body_pages": site.body_pages,
            "document_pages": site.document_pages,
            "stages": spending.STAGES,
            "gist": holdings.gist(connection),
            "documents": holdings.documents(connection),
            "turned_away": holdings.turned_away(connection),
            "set_aside": holdings.set_aside(connection),
            "layouts": holdings.layouts_in_doubt(connection),
            "structures": holdings.structures(connection),
            "corrections": holdings.corrections(connection),
            "readings": holdings.readings(connection),
            "standings": holdings.standings_by_kind(connection),
            "families": verdicts.by_family(rules),
            "totals": verdicts.totals(rules),
            "not_evaluable": verdicts.not_evaluable(connection),
            "control": verdicts.control(connection),
            "coverage": coverage.matrix(connection),
            "pairs": budgets.pairs(connection),
            "found": finding_cards.read(connection, pictures),
            "residuals": plots.residuals(connection),
        }
    render_to(
        build.reports / "index.html",
        "report.html.j2",
        build_id=build.build_id,
        made_at=f"{datetime.now(SHANGHAI):%Y-%m-%d %H:%M} (Asia/Shanghai)",
        record=build.record,
        summary=summarise(build, last),
        last_id=last.build_id if last else None,
        **content,
    )
