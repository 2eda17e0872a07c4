"""The command: what it prints, its exit codes, and how little it loads for a query."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.world import World

from yusuan import cli
from yusuan.cli import main
from yusuan.errors import YusuanError
from yusuan.paths import PROJECT, Home

SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, mini_dbt: Path) -> Iterator[World]:
    """A home with one published build."""
    home = Home.at(tmp_path_factory.mktemp("cli") / "home")
    home.make()
    made = World(home, mini_dbt, SUPPORT / "mini_expectations")
    made.document("好.pdf", name="甲局")
    made.document("坏.pdf", name="<b>乙局</b>", amounts={"合计": "3.00", "甲": "1.00", "乙": "2.50"})
    made.document("reject.pdf", do="reject")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")
        made.build()
        yield made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_sql_in_three_formats(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(built.home.root)
    query = "SELECT file_name, status FROM dim_document ORDER BY 1"
    code, out, _ = run(capsys, "sql", query, "--home", home, "--format", "json")
    assert (code, [row["status"] for row in json.loads(out)]) == (0, ["rejected", "loaded", "loaded"])
    assert run(capsys, "sql", query, "--home", home, "--format", "csv")[1].splitlines()[0] == "file_name,status"
    assert "(3 rows)" in run(capsys, "sql", query, "--home", home)[1]


def test_sql_from_a_file_and_from_the_standard_input(
    built: World, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, file = str(built.home.root), tmp_path / "q.sql"
    file.write_text("SELECT '中' AS x", encoding="utf-8")
    assert run(capsys, "sql", "--file", str(file), "--home", home, "--format", "csv")[1] == "x\n中\n"
    for arguments in ((), ("-",)):
        monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 2 AS y"))
        assert run(capsys, "sql", *arguments, "--home", home, "--format", "csv")[1] == "y\n2\n"
    code, _, err = run(capsys, "sql", "SELECT 1", "--file", str(file), "--home", home)
    assert (code, "leave one out" in err) == (1, True)


def test_a_pinned_home_is_not_built(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(built.home.root)
    [line] = run(capsys, "builds", "--home", home)[1].splitlines()
    build_id = line.split()[0]
    assert line.endswith("published")
    assert run(capsys, "rollback", build_id, "--why", "看看", "--home", home)[0] == 0
    assert f"pinned to build {build_id}" in run(capsys, "builds", "--home", home)[1]
    code, _, err = run(capsys, "build", "--home", home)
    assert (code, err.count("\n")) == (1, 1)
    assert f"not built: the warehouse is pinned to build {build_id}" in err
    assert "rollback --unpin" in err
    assert run(capsys, "rollback", "--unpin", "--home", home)[0] == 0
    assert "pinned" not in run(capsys, "builds", "--home", home)[1]


def test_versions_of_code_and_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--version")
    assert code == 0
    assert re.match(r"yusuan \d+\.\d+\.\d+\+[0-9a-f]{12}, reading [0-9a-f]{12}-[0-9a-f]{12}, rules [0-9a-f]{12}\n", out)


def test_errors_are_one_line_and_codes_are_told(
    built: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for arguments in (
        ("sql", "DROP TABLE build", "--home", str(built.home.root)),
        ("sql", "SELECT 1", "--home", str(tmp_path)),
        ("explain", "nothing", "--home", str(built.home.root)),
        ("report", "--home", str(tmp_path)),
        ("search", "甲", "--home", str(tmp_path)),
        ("builds", "--home", str(tmp_path)),
        ("rollback", "previous", "--home", str(built.home.root)),
        ("rollback", "--unpin", "--home", str(built.home.root)),
        ("build", str(tmp_path / "nowhere.pdf"), "--home", str(tmp_path)),
    ):
        code, out, err = run(capsys, *arguments)
        assert (code, out) == (1, "")
        assert err.startswith("yusuan: ")
        assert err.count("\n") == 1
    for wrong in (
        ["nothing"],
        [],
        ["rollback"],
        ["sql", "--seconds", "-3", "SELECT 1"],
        ["sql", "--seconds", "nan", "SELECT 1"],
        ["sql", "--rows", "0", "SELECT 1"],
        ["search", "--limit", "-1", "甲"],
        ["serve", "--port", "99999"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == 2


def test_what_is_no_home_and_no_query_is_said_with_what_to_do(
    built: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "甲.pdf"
    file.write_bytes(b"\xff")
    for home in (file, file / "below"):
        for arguments in (("build",), ("sql", "SELECT 1"), ("check",)):
            code, _, err = run(capsys, *arguments, "--home", str(home))
            assert (code, err) == (
                1,
                f"yusuan: a home is a folder, and this is a file [{file}] — name a folder by --home or YUSUAN_HOME\n",
            )
    for path, why in ((tmp_path / "nope.sql", "No such file or directory"), (file, "it is not UTF-8")):
        code, _, err = run(capsys, "sql", "--file", str(path), "--home", str(built.home.root))
        said = f"yusuan: the query cannot be read: {why} [{path}] — name a text file that holds one query\n"
        assert (code, err) == (1, said)


def test_explain_shows_place_and_evidence(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(built.home.root)
    query = (
        "SELECT amount_key FROM published_amount INNER JOIN dim_document USING (document_key) "
        "WHERE file_name = '坏.pdf' AND row_label = '合计'"
    )
    [row] = json.loads(run(capsys, "sql", query, "--home", home, "--format", "json")[1])
    code, out, _ = run(capsys, "explain", row["amount_key"], "--home", home)
    assert code == 0
    for text in (
        "坏.pdf",
        "page        1",
        "x 10.0–30.0",
        "'3.00'",
        "1 identity break",
        "standing    disputed: 1 identity breaks on it, 0 identities vouch for it",
        "finding     publisher_error, page 1, this figure is held to be wrong by -0.5 yuan: 表1 合计 differs",
        "3.00 元  ≠  1.00 + 2.50 元",
        "2.50 元  page 1, 表1 · 乙 · 合计",
        "0.5 yuan",
    ):
        assert text in out


def test_explain_knows_figures_of_the_narrative(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(built.home.root)
    query = "SELECT prose_figure_key FROM prose_figure ORDER BY 1 LIMIT 1"
    [row] = json.loads(run(capsys, "sql", query, "--home", home, "--format", "json")[1])
    code, out, _ = run(capsys, "explain", row["prose_figure_key"], "--home", home)
    assert code == 0
    for text in (
        "of the narrative",
        "支出共3元。",
        "printed     '3元' after '共'",
        "in yuan     3 yuan",
        "No identity",
    ):
        assert text in out


def test_a_query_that_fails_shows_where(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "sql", "SELECT\n  nothing FROM build", "--home", str(built.home.root))
    lines = err.rstrip("\n").split("\n")
    assert code == 1
    assert lines[0].startswith("yusuan: the query failed: Binder Error")
    assert lines[-1].index("^") == lines[-2].index("nothing")


def test_what_is_not_there_makes_no_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "build", str(tmp_path / "nowhere"), "--home", str(tmp_path / "home"))
    assert code == 1
    assert "no such document or folder" in err
    assert list(tmp_path.iterdir()) == []


def test_report_tells_where_it_lies_and_stands_alone(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "report", "--home", str(built.home.root))
    assert code == 0
    assert "documents: 2 loaded, 0 quarantined, 1 rejected" in out
    assert "findings: 1 publisher_error" in out
    page = (built.home.current / "reports" / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;乙局" in page
    assert "<b>乙局" not in page
    for word in ("http:", "https:", "<script ", "<link", "@import", "url("):
        assert word not in page
    for word in (
        "reject.pdf",
        "no disclosure",
        "3.00 元 <b>≠</b> 1.00 + 2.50 元",
        "表1 合计",
        "表1 合计 differs",
        "表1 合计不符",
    ):
        assert word in page


def test_queries_load_neither_dagster_nor_pandas(built: World) -> None:
    code = (
        "import sys; from yusuan.cli import main; "
        f"main(['sql', 'SELECT 1', '--home', {str(built.home.root)!r}]); "
        "print([name for name in ('dagster', 'great_expectations', 'pandas', 'polars', 'dbt') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.splitlines()[-1] == "[]"


def test_a_night_with_nothing_new_loads_no_dagster_and_no_reader(built: World) -> None:
    recipe = vars(built.resource())
    code = (
        "import sys; from yusuan.orchestration.run import run_build; from yusuan.warehouse.recipe import Recipe; "
        f"print(run_build(Recipe(**{recipe!r}))['outcome']); "
        "print([name for name in ('dagster', 'pandas', 'dbt', 'pdfplumber', 'ortools') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.splitlines()[-2:] == ["nothing_new", "[]"]


def test_a_reader_that_goes_away_is_no_error(built: World) -> None:
    command = [sys.executable, "-m", "yusuan.cli", "sql", "SELECT * FROM range(200000)", "--home", str(built.home.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("error", [YusuanError("INTERNAL Error: assertion failure"), RuntimeError("of a library")])
def test_who_interrupts_is_told_so_whatever_a_library_made_of_it(
    error: Exception, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> int:
        before = signal.signal(signal.SIGINT, lambda *_: None)  # as Dagster does
        try:
            os.kill(os.getpid(), signal.SIGINT)
            raise error
        finally:
            signal.signal(signal.SIGINT, before)

    monkeypatch.setattr(cli, "_builds", interrupted)
    assert run(capsys, "builds", "--home", str(home.root)) == (130, "", "yusuan: interrupted\n")


def test_what_failed_without_an_interrupt_is_told_as_it_is(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/there")

    monkeypatch.setattr(cli, "_builds", failing)
    assert run(capsys, "builds", "--home", str(home.root)) == (1, "", "yusuan: Permission denied [/there]\n")
