"""The bundled samples are what the data says: keys, figures on their pages, and each setting's own traits."""

from __future__ import annotations

import functools
import io
import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfplumber.page import Page
from tests.samples import fonts, key, make, model
from tests.samples.drawing import SAMPLE_LINE
from tests.samples.settings import AIRY, OFFICE, PLAIN_CID, ROTATED, SETTINGS, Setting
from tests.samples.typeset import typeset

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMES = model.names()


def plain(text: str) -> str:
    """Text as the key has it, radicals as ordinary characters."""
    return key.plain(text.translate(fonts.FROM_RADICALS))


@functools.lru_cache
def bundled(name: str) -> bytes:
    path: Path = make.TARGET / model.load(name)["file_name"]
    return path.read_bytes()


@functools.lru_cache
def page_texts(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() or "" for page in pdf.pages]


def fonts_are_here(document: model.Json) -> bool:
    setting = SETTINGS[document["setting"]]
    try:
        return all(fonts.font_path(choice) for choice in (setting.body, setting.heading))
    except fonts.MissingFontError:
        return False


def streams(data: bytes) -> list[bytes]:
    """The unpacked streams of a PDF without font files: what is on the pages, whichever zlib packed it."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    objects = (document.getobj(number) for xref in document.xrefs for number in sorted(xref.get_objids()))
    return [obj.get_data() for obj in objects if isinstance(obj, PDFStream) and "Length1" not in obj.attrs]


def pages_of_tables(document: model.Json, texts: list[str]) -> dict[str, range]:
    """The pages of each table by its number: from its title to the next table's, that page included."""
    found = [plain(text) for text in texts]
    heading = plain(next(part["heading"] for part in document["parts"] if "tables" in part))
    page = 1 + max(i for i, text in enumerate(found) if heading in text.replace(plain(SAMPLE_LINE), "") and i > 1)
    tables = list(model.tables(document))
    starts = []
    for table in tables:
        page = next(i for i in range(page, len(found)) if key.plain(table["title"]) in found[i])
        starts.append(page)
    ends = [*starts[1:], max(starts) + 1]
    return {t["number"]: range(s, e + 1) for t, s, e in zip(tables, starts, ends, strict=True)}


def missing_figures(document: model.Json, texts: list[str]) -> list[str]:
    """The amounts of the key that are not printed on the pages of their table, as often as the key has them."""
    pages = pages_of_tables(document, texts)
    records = key.key(document)
    out = []
    for number, where in pages.items():
        printed = Counter(t.replace(",", "") for page in where for t in NUMBER.findall(texts[page]))
        wanted = Counter(record["value"] for record in records if record["table_no"] == number)
        out += [f"{number}: {value}" for value in (wanted - printed).elements()]
    return out


@pytest.mark.parametrize("name", NAMES)
def test_the_key_beside_the_document_comes_from_the_data(name: str) -> None:
    document = model.load(name)
    assert (make.TARGET / "key" / f"{name}.jsonl").read_text(encoding="utf-8") == key.key_text(document)


@pytest.mark.parametrize("name", NAMES)
def test_rows_fill_their_columns(name: str) -> None:
    for table in model.tables(model.load(name)):
        if "header" in table:
            width = len(list(model.leaves(table["header"])))
            for row in table["rows"]:
                assert sum(span for _, span, _ in model.row_spans(row)) == width, (table["number"], row)


@pytest.mark.parametrize("name", NAMES)
def test_the_bundled_pdf_is_what_the_script_makes(name: str) -> None:
    document = model.load(name)
    data = bundled(name)
    assert len(data) < 400_000
    assert missing_figures(document, page_texts(data)) == []
    if fonts_are_here(document):
        assert streams(data) == streams(typeset(document, SETTINGS[document["setting"]]))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_that_it_is_a_sample(name: str) -> None:
    for text in page_texts(bundled(name)):
        assert plain(SAMPLE_LINE) in plain(text)


@pytest.mark.parametrize("name", NAMES)
def test_publisher_year_and_stage_stand_on_the_cover(name: str) -> None:
    document = model.load(name)
    cover = plain(page_texts(bundled(name))[0])
    assert document["publisher"] in cover
    assert f"{document['fiscal_year']}年" in cover
    assert {"budget": "预算", "final": "决算"}[document["stage"]] in cover


def test_no_path_of_a_machine_in_the_files() -> None:
    roots = [str(make.TARGET.parents[2]).encode(), str(Path.home()).encode()]
    files = [p for folder in (make.TARGET, model.DATA) for p in folder.rglob("*") if p.is_file()]
    assert len(files) == 3 * len(NAMES)
    for path in files:
        content = path.read_bytes()
        assert not any(root in content for root in roots), path


@pytest.mark.parametrize("setting", [PLAIN_CID, ROTATED, AIRY], ids=lambda s: s.name)
@pytest.mark.parametrize("name", ["000", "004"])
def test_settings_that_are_not_bundled_print_the_same_figures(name: str, setting: Setting) -> None:
    document = model.load(name)
    data = typeset(document, setting)
    assert data == typeset(document, setting)
    assert missing_figures(document, page_texts(data)) == []


def table_pages(data: bytes) -> list[Page]:
    """Pages with rules, closed: their objects are read."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page for page in pdf.pages if page.lines or page.rects]


def test_plain_cid_rules_are_filled_rectangles_on_turned_a3() -> None:
    pages = table_pages(typeset(model.load("000"), PLAIN_CID))
    assert all(not page.lines and page.rects and page.width > page.height > 800 for page in pages)


def test_rotated_pages_are_upright_in_the_file() -> None:
    for page in table_pages(typeset(model.load("000"), ROTATED)):
        assert page.rotation == 90
        _, _, across, up = page.page_obj.attrs["MediaBox"]
        assert across < up


def test_airy_has_three_rules_and_no_upright_one() -> None:
    pages = table_pages(typeset(model.load("000"), AIRY))
    assert all(line["top"] == line["bottom"] for page in pages for line in page.lines)
    assert {len(page.lines) for page in pages} <= {2, 3}


def test_the_row_of_totals_is_repeated_where_the_table_says_so() -> None:
    document = model.load("002")
    texts = page_texts(bundled("002"))
    pages = pages_of_tables(document, texts)
    for number, total in (("表5-1", "1,826.31"), ("表6", "1,583.46")):
        own = [texts[page] for page in pages[number] if page < pages[number].stop - 1]
        assert len(own) > 1
        assert all(total in text for text in own)


def test_accounts_have_radicals_late_titles_and_two_tables_on_a_page() -> None:
    document = model.load("004")
    texts = page_texts(bundled("004"))
    pages = pages_of_tables(document, texts)
    assert "⽀出" in texts[4]
    assert "支" not in "".join(texts)
    assert len({where.start for where in pages.values()}) < len(pages)
    with pdfplumber.open(io.BytesIO(bundled("004"))) as pdf:
        stream = "".join(char["text"] for char in pdf.pages[pages["表4"].start].chars)
    assert stream.index("2,840.62") < stream.index("（表 4）")


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", ())
    with pytest.raises(fonts.MissingFontError, match=r"install the Debian package fonts-arphic-uming"):
        fonts.font_path(OFFICE.body)
