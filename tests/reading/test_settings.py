"""The five sample papers in every setting: each amount of their keys, with its table, code, label and header path."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.reading.papers import Frames, read
from tests.samples import fonts, key, make, model
from tests.samples.settings import SETTINGS
from tests.samples.typeset import typeset

Found = tuple[str, str, str, str, Decimal]
PERFORMANCE = "绩效"


def expected(document: model.Json) -> Counter[Found]:
    """What the key has, amounts of zero and percentages left out."""
    return Counter(
        (r["table_title"], r["row_code"] or "", r["row_label"], r["column_path"], Decimal(r["value"]).normalize())
        for r in key.key(document)
        if r["unit"] != "%" and Decimal(r["value"])
    )


def loaded(frames: Frames) -> Counter[Found]:
    """What was read, in the key's form: of the performance form the money, the group in front of the label."""
    tables = {r["table_key"]: r["title_text"] or "" for r in frames["table"].iter_rows(named=True)}
    rows = {(r["table_key"], r["row_number"], r["block_number"]): r for r in frames["row"].iter_rows(named=True)}
    columns = {(r["table_key"], r["column_number"]): r["header_path"] for r in frames["column"].iter_rows(named=True)}
    found: Counter[Found] = Counter()
    for c in frames["cell"].iter_rows(named=True):
        row = rows[c["table_key"], c["row_number"], c["block_number"]]
        if not c["number"] or c["is_percent"] or c["reading"] != "exact" or row["is_repeat"]:
            continue
        title, label = tables[c["table_key"]], row["row_label"]
        if "三公" in title and not label:
            label = "“三公”经费"
        if PERFORMANCE in title:
            if not row["row_path"].startswith(("收入构成", "支出构成")):
                continue
            label = row["row_path"]
        path = columns[c["table_key"], c["column_number"]]
        found[title, row["row_code"] or "", label, path, c["number"].normalize()] += 1
    return found


def set_in(document: model.Json, setting: str) -> bytes:
    """The document in a setting: the bundled file where it is its own, so that no font file is needed."""
    if setting == document["setting"]:
        path: Path = make.TARGET / document["file_name"]
        return path.read_bytes()
    try:
        return typeset(document, SETTINGS[setting])
    except fonts.MissingFontError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("setting", sorted(SETTINGS))
@pytest.mark.parametrize("name", model.names())
def test_every_amount_of_the_key(name: str, setting: str) -> None:
    document = model.load(name)
    wanted, found = expected(document), loaded(read(set_in(document, setting)))
    if setting == "airy":  # the form has no inner rules there: it is left alone rather than guessed at
        assert not any(PERFORMANCE in f[0] for f in found)
        wanted = Counter({f: n for f, n in wanted.items() if PERFORMANCE not in f[0]})
    assert sorted((found - wanted).elements()) == []
    assert sorted((wanted - found).elements()) == []
