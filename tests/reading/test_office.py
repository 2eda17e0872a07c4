"""The five sample papers as Office files: each amount of their keys, with its table, code, label and header path."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.reading.papers import document, lexicon
from tests.reading.test_settings import expected, loaded
from tests.samples import model, office, office_text

from yusuan.reading import read_document

WRITERS: dict[str, Callable[[model.Json, office.Indent], bytes]] = {
    "xlsx": office.xlsx,
    "xls": office.xls,
    "docx": office.word,
    "spreadsheetml": office_text.excel_2003,
    "html": office_text.web_page,
}


@pytest.mark.parametrize("indent", ["spaces", "style"])
@pytest.mark.parametrize("reader", sorted(WRITERS))
@pytest.mark.parametrize("name", model.names())
def test_every_amount_of_the_key(name: str, reader: str, indent: office.Indent) -> None:
    data = model.load(name)
    frames = read_document(WRITERS[reader](data, indent), lexicon(), "xls" if reader == "spreadsheetml" else reader)
    record = document(frames)
    assert (record["status"], record["reader"]) == ("read", reader)
    assert (record["fiscal_year"], record["stage"]) == (data["fiscal_year"], data["stage"])
    assert record["publisher_name"] == data["publisher"]
    wanted, found = expected(data), loaded(frames)
    assert sorted((found - wanted).elements()) == []
    assert sorted((wanted - found).elements()) == []
    for table in ("line", "cell", "column"):
        frame = frames[table]
        for place in {"x0", "top", "x1", "bottom"} & set(frame.columns):
            assert frame[place].null_count() == frame.height
