"""What of a Word document is not seen, taken out of its body before it is read.

Belongs here: hidden and flat rows, text that is hidden or in the colour of its ground, raised marks of footnotes. Does
not: deleted text (word.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from yusuan.reading.office.excel_seen import BLACK, WHITE, Rgb, hexadecimal, is_seen
from yusuan.reading.text import is_footnote_mark

_LEAST_HEIGHT = 40  # twentieths of a point: in a row below that nothing can be seen
_GROUND = {"r": "rPr", "p": "pPr", "tc": "tcPr", "tbl": "tblPr"}  # elements that may have one, from the inside


def take_out_unseen(body: Any, styles: Any) -> None:
    """Take rows and runs that are not seen out of a document's body; `styles` is the root of its style sheet."""
    shaded = {s.get(qn("w:styleId")) for s in styles.iter(qn("w:style")) if next(s.iter(qn("w:shd")), None) is not None}
    hiding = {s.get(qn("w:styleId")) for s in styles.iter(qn("w:style")) if _is_on(s.find(_path("rPr", "vanish")))}
    for row in [row for row in body.iter(qn("w:tr")) if _is_flat(row)]:
        row.getparent().remove(row)
    for run in [run for run in body.iter(qn("w:r")) if not _is_run_seen(run, shaded, hiding)]:
        run.getparent().remove(run)


def _path(*names: str) -> str:
    return "/".join(qn(f"w:{name}") for name in names)


def _value(element: Any) -> str:
    return element.get(qn("w:val")) or "" if element is not None else ""


def _is_on(element: Any) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off")


def _is_flat(row: Any) -> bool:
    height = row.find(_path("trPr", "trHeight"))
    exact = height is not None and height.get(qn("w:hRule")) == "exact"
    return _is_on(row.find(_path("trPr", "hidden"))) or (
        exact and float(_value(height) or _LEAST_HEIGHT) < _LEAST_HEIGHT
    )


def _is_run_seen(run: Any, shaded: set[str], hiding: set[str]) -> bool:
    about = run.find(qn("w:rPr"))
    if about is None:
        return True
    text = "".join(t.text or "" for t in run.iter(qn("w:t")))
    if _value(about.find(qn("w:vertAlign"))) == "superscript" and is_footnote_mark(text):
        return False
    hidden = about.find(qn("w:vanish"))
    if _is_on(hidden) or (hidden is None and _value(about.find(qn("w:rStyle"))) in hiding):
        return False
    colour = about.find(qn("w:color"))
    if colour is None:
        return True
    ink = BLACK if _value(colour) in ("auto", "") else hexadecimal(_value(colour))
    return is_seen(ink, _ground(run, shaded))


def _ground(run: Any, shaded: set[str]) -> Rgb | None:
    """The nearest fill around a run; None where a style or a frame may give it another than can be told here."""
    for element in (run, *run.iterancestors()):
        name = element.tag.rpartition("}")[2]
        if name not in _GROUND:
            if name in ("txbxContent", "drawing", "pict"):
                return None
            continue
        about = element.find(qn(f"w:{_GROUND[name]}"))
        if about is None:
            continue
        if next(about.iter(qn("w:highlight")), None) is not None and name == "r":
            return None
        fill = about.find(qn("w:shd"))
        if fill is not None and (text := fill.get(qn("w:fill")) or "auto") != "auto":
            return hexadecimal(text)
        if any(_value(style) in shaded for style in _styles_of(about)):
            return None
    return WHITE


def _styles_of(about: Any) -> Iterator[Any]:
    for name in ("rStyle", "pStyle", "tblStyle"):
        yield from about.iterfind(qn(f"w:{name}"))
