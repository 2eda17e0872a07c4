"""Wrong files of every sort beside a good one: each is turned away with its reason, and the good one loads."""

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
from tests.integration.conftest import yusuan

from yusuan.paths import Home

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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    given = tmp_path_factory.mktemp("wrong") / "papers"
    given.mkdir()
    shutil.copy(GOOD, given / "good.pdf")
    shutil.copy(OTHER, given / os.fsdecode("2024年部门预算.pdf".encode("gbk")))
    os.mkfifo(given / "pipe.pdf")
    (given / "nowhere.pdf").symlink_to("nothing")
    (given / "good with other bytes.pdf").write_bytes(GOOD.read_bytes() + b"\n% another byte\n")
    shutil.copy(GOOD, given / "good again.pdf")
    (given / "truncated.pdf").write_bytes(GOOD.read_bytes()[: GOOD.stat().st_size // 3])
    (given / "empty.pdf").touch()
    (given / "page.pdf").write_text("<html>not found</html>")
    (given / "folder.pdf").mkdir()
    (given / "table.xlsx").write_bytes(b"PK\x03\x04 not really")
    letter(given / "letter.pdf")
    encrypted(given / "encrypted.pdf")
    without_pages(given / "no pages.pdf")
    made = Home.at(tmp_path_factory.mktemp("wrong") / "home")
    said = yusuan("build", str(given), "--home", str(made.root))
    assert said.returncode == 0, said.stderr
    return made


def test_each_is_turned_away_with_its_reason_and_the_others_load(home: Home) -> None:
    said = yusuan("sql", "SELECT * FROM dim_document", "--home", str(home.root), "--format", "json")
    documents = {Path(row["file_name"]).name: row for row in json.loads(said.stdout)}
    loaded = {name for name, row in documents.items() if row["status"] == "loaded"}
    assert "good again.pdf" in loaded  # the same bytes as good.pdf, first by name
    assert "good.pdf" not in documents
    assert "2024年部门预算.pdf" in loaded  # a name of GBK bytes
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
    twin = documents["good with other bytes.pdf"]
    assert twin["duplicate_of"] == documents["good again.pdf"]["document_key"]


def test_nothing_but_wrong_documents_publishes_nothing(tmp_path: Path) -> None:
    letter(tmp_path / "letter.pdf")
    said = yusuan("build", str(tmp_path / "letter.pdf"), "--home", str(tmp_path / "home"))
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1].startswith("yusuan: nothing published: ")
    assert not (tmp_path / "home" / "warehouse" / "current").exists()


def test_a_wrong_command_line_says_so() -> None:
    said = subprocess.run([sys.executable, "-m", "yusuan.cli"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
