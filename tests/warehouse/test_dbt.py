"""dbt's command line and what is understood of its words."""

import json

import pytest

from yusuan.paths import Home
from yusuan.warehouse.build import Build, write_json
from yusuan.warehouse.dbt import build_arguments, environment, node_results, progress_of


def test_a_build_names_everything_it_reads_and_writes(home: Home) -> None:
    build = Build(home, "20250101-000000-aaaaaa")
    build.folder.mkdir(parents=True)
    build.note(started_at="2025-01-01T00:00:00+08:00")
    arguments = build_arguments(build, "1-abc", "0.1.0+x")
    assert arguments[1] == "build"
    variables = json.loads(arguments[arguments.index("--vars") + 1])
    assert variables == {
        "raw_root": str(home.extracted),
        "extractor_version": "1-abc",
        "manifest_path": str(build.manifest),
        "corrections_path": str(build.corrections),
        "build_id": build.build_id,
        "code_version": "0.1.0+x",
        "started_at": "2025-01-01T00:00:00+08:00",
    }
    variables = environment(home.root, build.database, build.dbt_target)
    assert variables["YUSUAN_BUILD_DB"] == str(build.database)
    assert variables["DBT_TARGET_PATH"] == variables["DBT_LOG_PATH"] == str(build.dbt_target)


@pytest.mark.parametrize(
    ("line", "progress"),
    [
        ("17:08:40  12 of 241 OK created sql table model staging.stg_cell ... [OK in 0.1s]", (12, 241)),
        ("17:08:41  200 of 241 PASS unique_dim_document_document_key ... [PASS in 0.1s]", (200, 241)),
        ("17:08:41  13 of 241 START sql table model", None),
        ("Finished running 241 nodes", None),
    ],
)
def test_progress_is_read_from_dbts_words(line: str, progress: tuple[int, int] | None) -> None:
    assert progress_of(line) == progress


def test_results_say_what_stops_a_build(home: Home) -> None:
    result = {
        "unique_id": "test.yusuan.unique_x.123",
        "message": "Got 2\n results",
        "failures": 2,
        "execution_time": 0.1,
    }
    write_json(
        home.root / "run_results.json",
        {"results": [result | {"status": status} for status in ("pass", "warn", "fail", "error", "skipped")]},
    )
    results = node_results(home.root)
    assert [node.stops for node in results] == [False, False, True, True, False]
    assert (results[2].name, results[2].message, results[2].failures) == ("unique_x", "Got 2 results", 2)
    assert node_results(home.builds) == []
