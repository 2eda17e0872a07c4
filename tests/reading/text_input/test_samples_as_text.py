"""The five sample papers as text with columns: each amount of their keys, with its table, code, label, header path."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.reading.papers import document, lexicon
from tests.reading.test_settings import expected, loaded
from tests.samples import model, texts

from yusuan.reading import read_document


@pytest.mark.parametrize("write", texts.TEXTS, ids=lambda w: w.__name__)
@pytest.mark.parametrize("name", model.names())
def test_every_amount_of_the_key(name: str, write: Callable[[model.Json], str]) -> None:
    data = model.load(name)
    frames = read_document(write(data).encode(), lexicon(), "text")
    record = document(frames)
    assert (record["fiscal_year"], record["stage"]) == (data["fiscal_year"], data["stage"])
    assert record["publisher_name"] == data["publisher"]
    wanted, found = expected(data), loaded(frames)
    assert sorted((found - wanted).elements()) == []
    assert sorted((wanted - found).elements()) == []
