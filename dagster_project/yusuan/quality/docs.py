"""The Data Docs: an index and one page per suite, with their tables, their style and nothing from a network.

Belongs here: what these pages show. Great Expectations' own pages load their tables from public servers; these do not.
"""

from __future__ import annotations

from yusuan.quality.results import CheckResult
from yusuan.quality.suites import Suite
from yusuan.report.templating import render_to
from yusuan.warehouse.build import Build

_ROOT = "../"  # the site that the pages stand in


def write_docs(suites: list[Suite], results: list[CheckResult], build: Build) -> None:
    """Write reports/expectations/ of a build."""
    folder = build.reports / "expectations"
    rows = []
    for suite in suites:
        own = [result for result in results if result.suite == suite.name]
        raised = sum(result.exception is not None for result in own)
        passed = sum(result.passed for result in own)
        rows.append(
            {
                "suite": suite,
                "count": len(own),
                "passed": passed,
                "raised": raised,
                "stopping": sum(result.stops for result in own if not result.passed and result.exception is None),
                "shown": sum(not result.stops for result in own if not result.passed and result.exception is None),
                "looked_at": sum(result.row_count for result in own),
                "failing": sum(result.failing_count for result in own),
            }
        )
        ordered = sorted(own, key=lambda result: (result.passed, result.exception is None))
        render_to(
            folder / f"{suite.name}.html",
            "expectations_suite.html.j2",
            suite=suite,
            results=ordered,
            groups=[(name, [r for r in ordered if r.group == name]) for name in dict.fromkeys(r.group for r in own)],
            build_id=build.build_id,
            root=_ROOT,
        )
    render_to(folder / "index.html", "expectations_index.html.j2", suites=rows, build_id=build.build_id, root=_ROOT)
