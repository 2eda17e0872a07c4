"""Writing the report of one build: `reports/index.html`.

Belongs here: gathering its parts. Does not: queries (content), wording of breaks (breaks), looks (templates).
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from yusuan.report.breaks import breaks
from yusuan.report.content import read_content
from yusuan.report.templating import render_to
from yusuan.warehouse.build import SHANGHAI, Build
from yusuan.warehouse.summary import summarise


def write_report(build: Build, last: Build | None) -> None:
    """Write the page; `last` is the build published before, for what changed."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        content = read_content(connection)
        broken = breaks(connection)
    render_to(
        build.reports / "index.html",
        "report.html.j2",
        build_id=build.build_id,
        made_at=f"{datetime.now(SHANGHAI):%Y-%m-%d %H:%M} (Asia/Shanghai)",
        record=build.record,
        summary=summarise(build, last.database if last else None),
        breaks=broken,
        **content,
    )
