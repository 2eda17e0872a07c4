"""Values of a PDF file, as pdfminer has them, in forms that can be reckoned with.

Belongs here: boxes, matrices, names, dictionaries, layers that are off, whether a stream unpacks. Does not: what is
painted (interpreter.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdfminer import settings
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix

PageBox = tuple[float, float, float, float]  # x0, y0, x1, y1 in the page's own points, y upwards


def unpacks(content: Any) -> bool:
    """Whether a stream unpacks as it was packed. pdfminer takes what it gets of one that does not, and says nothing."""
    if not isinstance(content, PDFStream) or content.data is not None:
        return True
    lenient, settings.STRICT = settings.STRICT, True
    try:
        content.get_data()
    except Exception:  # noqa: BLE001 - whatever a broken stream raises
        return False
    finally:
        settings.STRICT = lenient
    return True


def layers_off(catalog: Mapping[str, Any]) -> frozenset[int]:
    """The object numbers of the layers that a viewer does not show when it opens the file."""
    properties = dictionary(catalog.get("OCProperties"))
    shown = dictionary(properties.get("D"))

    def numbers(key: str, of: Mapping[str, Any]) -> set[int]:
        return {layer.objid for layer in list_value(of.get(key, [])) if isinstance(layer, PDFObjRef)}

    base = numbers("OCGs", properties) if name_of(shown.get("BaseState")) == "OFF" else set[int]()
    return frozenset((base - numbers("ON", shown)) | numbers("OFF", shown))


def common(one: PageBox, other: PageBox) -> PageBox:
    """What two boxes have in common; nothing, where they do not meet, is a box whose ends are swapped."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _numbers(value: Any) -> list[float]:
    found = resolve1(value)
    parts = [resolve1(part) for part in found] if isinstance(found, (list, tuple)) else []
    return [float(part) for part in parts if isinstance(part, (int, float))]


def box_of(value: Any) -> PageBox | None:
    """A rectangle of the file; None where it is none."""
    parts = _numbers(value)
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def matrix_of(value: Any) -> Matrix:
    """A matrix of the file; the one that changes nothing where it is none."""
    a = _numbers(value)
    return (a[0], a[1], a[2], a[3], a[4], a[5]) if len(a) == 6 else MATRIX_IDENTITY


def fitting(inner: PageBox, outer: PageBox) -> Matrix:
    """The matrix that moves one box into another."""
    x0, y0, x1, y1 = inner
    left, right = sorted((outer[0], outer[2]))
    low, high = sorted((outer[1], outer[3]))
    a = (right - left) / (x1 - x0) if x1 > x0 else 1.0
    d = (high - low) / (y1 - y0) if y1 > y0 else 1.0
    return (a, 0.0, 0.0, d, left - x0 * a, low - y0 * d)


def dictionary(value: Any) -> Mapping[str, Any]:
    """A dictionary of the file, a stream's too; an empty one where it is none."""
    found = resolve1(value)
    return found.attrs if isinstance(found, PDFStream) else found if isinstance(found, dict) else dict_value({})


def name_of(value: Any) -> str:
    """A name of the file; nothing where it is none."""
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""
