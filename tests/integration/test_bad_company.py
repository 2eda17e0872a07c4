"""Absurd documents and wrong files beside the bundled ones, in one whole build: those are as they were."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from tests.chaos import home as homes
from tests.chaos.documents import make_document
from tests.chaos.judge import differences, statuses
from tests.integration.conftest import yusuan

from yusuan.paths import SEEDS, Home
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import Build

DOCUMENTS = 24
SEED = 1
GOOD, OTHER = sorted(Home.at().samples.glob("*.pdf"))[:2]


def letter(path: Path) -> None:
    """A readable PDF that is no disclosure."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(72, 720, "Dear reader, this is a letter about the weather.")
    canvas.save()


def encrypted(path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(path), pagesize=A4, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(72, 720, "nobody sees this")
    canvas.save()


def without_pages(path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.save(str(path))
    document.close()


def wrong_files(folder: Path) -> Path:
    """A folder of files that are no disclosures, and of good ones under odd names."""
    folder.mkdir()
    shutil.copy(GOOD, folder / "good again.pdf")
    (folder / "good with other bytes.pdf").write_bytes(GOOD.read_bytes() + b"\n% another byte\n")
    named_in_gbk = folder / os.fsdecode("2024年部门预算.pdf".encode("gbk"))
    named_in_gbk.write_bytes(OTHER.read_bytes() + b"\n% another byte\n")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "nowhere.pdf").symlink_to("nothing")
    (folder / "truncated.pdf").write_bytes(GOOD.read_bytes()[: GOOD.stat().st_size // 3])
    (folder / "empty.pdf").touch()
    (folder / "page.pdf").write_text("<html>not found</html>")
    (folder / "folder.pdf").mkdir()
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04 not really")
    letter(folder / "letter.pdf")
    encrypted(folder / "encrypted.pdf")
    without_pages(folder / "no pages.pdf")
    return folder


@pytest.fixture(scope="module")
def home(project_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Home:
    source, folder = project_build.home, tmp_path_factory.mktemp("company")
    papers, version = homes.papers_of(source), reader_version(SEEDS)
    absurd = [make_document(SEED, n, papers, version, ("printed", "broken")) for n in range(1, DOCUMENTS + 1)]
    made = homes.beside(folder / "home", source, absurd)
    said = homes.build(made, wrong_files(folder / "wrong"))
    assert said.returncode == 0, said.stderr[-2000:]
    return made


def test_no_absurd_paper_and_no_wrong_file_harms_another(home: Home, project_build: Build) -> None:
    told = statuses(home.database)
    assert len(told) == DOCUMENTS
    assert "loaded" in {status for status, _ in told.values()}
    source = project_build.home
    # The project's own home knows its samples as such, another one does not.
    found = differences(source.database, Home.at(home.root).database, homes.keys_of(source), apart=["is_sample"])
    assert not found, "\n".join(map(str, found))


def test_each_wrong_file_is_turned_away_with_its_reason(home: Home) -> None:
    said = yusuan("sql", "SELECT * FROM dim_document", "--home", str(home.root), "--format", "json")
    documents = {Path(row["file_name"]).name: row for row in json.loads(said.stdout)}
    loaded = {
        row["document_key"]: Path(row["file_name"]).name for row in documents.values() if row["status"] == "loaded"
    }
    assert "good again.pdf" not in documents  # the same bytes as a sample, which is first by name
    assert loaded[documents["good with other bytes.pdf"]["duplicate_of"]] == GOOD.name
    assert loaded[documents["2024年部门预算.pdf"]["duplicate_of"]] == OTHER.name  # a name of GBK bytes
    reasons = {name: row["status_reason"] or "" for name, row in documents.items() if row["status"] != "loaded"}
    words = {
        "truncated.pdf": "",
        "empty.pdf": "empty",
        "page.pdf": "does not begin as one",
        "folder.pdf": "folder",
        "table.xlsx": "",
        "letter.pdf": "",
        "encrypted.pdf": "encrypt",
        "no pages.pdf": "page",
        "pipe.pdf": "not a regular file",
        "nowhere.pdf": "symbolic link",
    }
    for name, word in words.items():
        assert name in reasons, f"{name} is loaded"
        assert len(reasons[name]) > 10
        assert word in reasons[name].lower(), reasons[name]


def test_nothing_but_wrong_documents_publishes_nothing(tmp_path: Path) -> None:
    letter(tmp_path / "letter.pdf")
    said = yusuan("build", str(tmp_path / "letter.pdf"), "--home", str(tmp_path / "home"))
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1].startswith("yusuan: nothing published: ")
    assert not (tmp_path / "home" / "warehouse" / "current").exists()


def test_a_wrong_command_line_says_so() -> None:
    said = subprocess.run([sys.executable, "-m", "yusuan.cli"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
