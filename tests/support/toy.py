"""Toy documents (`%PDF-` and a line of JSON) and the reader that reads them in the reading processes.

A toy says what is printed (`amounts`: label → yuan text) and may say what goes wrong: `do` raise, lack (a library),
crash, hang, slow, eat (memory), reject, kill (from outside, as when memory runs out; with `once`, the path of a file:
only until that is there), surrogates.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from yusuan.reading.schema import RAW_TABLES

READER = "tests.support.toy:make_reader"


def toy(name: str = "某局", year: int = 2025, amounts: dict[str, str] | None = None, **more: Any) -> bytes:
    """The bytes of a toy document."""
    content = {"name": name, "year": year, "amounts": amounts or {"合计": "3.00", "甲": "1.00", "乙": "2.00"}, **more}
    return b"%PDF-1.7 toy\n" + json.dumps(content, ensure_ascii=False).encode()


def write_toy(path: Path, **facts: Any) -> Path:
    """Write a toy document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(toy(**facts))
    return path


def make_reader(_seeds: Path) -> Callable[[bytes, str], dict[str, pl.DataFrame]]:
    """The factory that a reading process calls."""
    return read_toy


def make_forgetful_reader(_seeds: Path) -> Callable[[bytes, str], dict[str, pl.DataFrame]]:
    """A reader that turns away what it does not know by name any more: a regression in the making."""
    return lambda data, reader: read_toy(data, reader, forget="甲局".encode() not in data)


def read_toy(data: bytes, reader: str = "pdf", *, forget: bool = False) -> dict[str, pl.DataFrame]:
    """The raw tables of one toy document."""
    sha256 = hashlib.sha256(data).hexdigest()
    key = sha256[:16]
    content = json.loads(data.split(b"\n", 1)[1])
    _misbehave(content.get("do", ""), content.get("once"))
    rejected = forget or content.get("do") == "reject"
    table_key = f"{key}-t1"
    common = {"document_key": key, "table_key": table_key}
    amounts = [] if rejected else list(content["amounts"].items())
    document = {
        "document_key": key,
        "sha256": sha256,
        "extractor_version": "toy",
        "reader": reader,
        "status": "rejected" if rejected else "read",
        "status_reason": "no disclosure" if rejected else None,
        "page_count": 1,
        "content_hash": sha256,
        "title": content["name"],
        "publisher_name": content["name"],
        "fiscal_year": content["year"],
        "stage": "budget",
        "level": "unit",
        "identity_evidence": "[]",
    }
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in RAW_TABLES}
    rows["document"] = [document]
    if amounts:
        rows["page"] = [{"document_key": key, "page_number": 1, "width": 595.0, "height": 842.0}]
        rows["table"] = [
            common | {"table_ordinal": 1, "page_from": 1, "page_to": 1, "title_text": "收支总表", "unit_text": "元"}
        ]
        rows["column"] = [common | {"column_number": 2, "block_number": 1, "role": "value", "header_path": "合计"}]
    for number, (label, text) in enumerate(amounts, start=1):
        place = common | {"page_number": 1, "row_number": number, "block_number": 1}
        rows["row"].append(place | {"row_label": label, "row_path": label, "row_level": 1, "is_repeat": False})
        rows["cell"].append(
            place
            | {
                "cell_key": f"{key}-c{number}",
                "column_number": 2,
                "text": text,
                "number": Decimal(text),
                "reading": "exact",
            }
            | {"x0": 10.0, "top": 20.0, "x1": 30.0, "bottom": 40.0}
        )
    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in RAW_TABLES.items()}


def _misbehave(what: str, once: str | None) -> None:
    if what == "kill" and not (once and Path(once).exists()):
        if once:
            Path(once).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "surrogates":
        raise ValueError("odd bytes \udcb4 and \x1b[31m commands\n")
    if what == "raise":
        raise ValueError("this document is odd")
    if what == "lack":
        raise ModuleNotFoundError("No module named 'cv2'")
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "eat":
        bytearray(1 << 40)
    if what in ("hang", "slow"):
        time.sleep(600 if what == "hang" else 2)
