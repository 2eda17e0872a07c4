"""The whole job over a folder of strangers' files: whatever lies in it, the good ones are published."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import polars as pl
from tests.support.toy import write_toy
from tests.support.world import World

from yusuan.store.intake import take_in
from yusuan.warehouse.build import published
from yusuan.warehouse.query import run_query
from yusuan.warehouse.summary import lines, summarise

GBK = os.fsdecode("2024年部门预算.pdf".encode("gbk"))


def built(world: World) -> tuple[str, str]:
    """What a build in a process of its own says: its outcome, and on the way."""
    ended = subprocess.run(world.command(), capture_output=True, check=True, text=True)
    return ended.stdout, ended.stderr


def test_names_of_any_bytes_and_files_of_any_kind(world: World, tmp_path: Path) -> None:
    world.document(GBK, name="甲局")
    world.document(os.fsdecode("财政局".encode("gbk")) + "/a\nb\x1b[31m.pdf", name="乙局")
    world.document("odd.pdf", do="surrogates")
    copy = world.home.documents / os.fsdecode("抄件.pdf".encode("gbk"))
    copy.write_bytes((world.home.documents / GBK).read_bytes())
    os.mkfifo(world.home.documents / "pipe.pdf")
    (world.home.documents / "loop.pdf").symlink_to("loop.pdf")
    given = tmp_path / "given"
    write_toy(given / GBK, name="丙局")
    (given / "nowhere.pdf").symlink_to("nothing")
    take_in(world.home, [given])
    world.home.declarations.write_text("file,fiscal_year\n2024年部门预算.pdf,2024\n", encoding="utf-8")

    outcome, told = built(world)
    assert "'outcome': 'published'" in outcome

    _, rows = run_query(world.home, "SELECT file_name FROM dim_document WHERE status = 'loaded' ORDER BY 1")
    assert [name for (name,) in rows] == [
        "2024年部门预算.pdf", "given/2024年部门预算.pdf", "财政局/a\\nb\\x1b[31m.pdf",
    ]  # fmt: skip
    build = published(world.home)
    assert build is not None
    held = summarise(build)
    assert {name: reason for name, _, reason in held.turned_away} == {
        "given/nowhere.pdf": "it was given and could not be copied: the symbolic link leads nowhere",
        "loop.pdf": "a symbolic link is not followed: copy the file here instead",
        "odd.pdf": "the reader failed: ValueError: odd bytes \\udcb4 and \\x1b[31m commands",
        "pipe.pdf": "the file could not be opened: not a regular file",
    }
    assert held.same_bytes == [("抄件.pdf", "the same bytes as 2024年部门预算.pdf")]
    assert held.notices == []
    declared = pl.read_parquet(build.manifest).filter(pl.col("declared_fiscal_year").is_not_null())
    assert declared["file_name"].to_list() == ["2024年部门预算.pdf"]
    assert "manifest" in told
    said = "\n".join(lines(held, 3, 0)) + told + (build.reports / "index.html").read_text("utf-8")
    said.encode()
    assert "\x1b" not in said

    assert "'outcome': 'nothing_new'" in built(world)[0]
