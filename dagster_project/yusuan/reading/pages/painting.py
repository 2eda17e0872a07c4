"""What a PDF page paints, in the order in which it does, and what of that is still there in the end.

Belongs here: layers that are off, clipping, transparency, what is painted over, annotations: what pdfminer leaves out.
Does not: colours of text and its direction (ink.py), positions (page_content.py).
"""
# ruff: noqa: N802, N815 - pdfminer calls an operator of a page by its name

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

import numpy as np
from pdfminer import settings
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_rect, mult_matrix
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

PageBox = tuple[float, float, float, float]  # x0, y0, x1, y1 in the page's own points, y upwards

_PAINTS_FILL, _PAINTS_STROKE = (0, 2, 4, 6), (1, 2, 5, 6)  # text rendering modes; 3 and 7 paint nothing
_OPAQUE = 0.95  # less, and what lies below shows through
_SEEN = 0.05  # less, and nothing is seen
_THIN = 2.0  # points: what is thinner is a rule, and covers no text
_RIM = 1.0  # points that a clip may cut off a character's middle by, as clips are stated roughly
_EVERYWHERE: PageBox = (-1e9, -1e9, 1e9, 1e9)
_UNSEEN_FLAGS = 2 | 32  # of an annotation: hidden, no view
_NOT_PAINTED = {"Popup", "Link"}  # annotations without a look of their own on the page


@dataclass(frozen=True)
class _State:
    """How the next object is painted: inside `clip`, how opaque, whether it hides what lies below, in how many layers
    that are off.
    """

    clip: PageBox = _EVERYWHERE
    alpha: float = 1.0
    is_plain: bool = True  # normal blending without a soft mask
    layers_off: int = 0


class _Painted(NamedTuple):
    item: Any  # an LTItem of pdfminer with a box
    holder: Any
    state: _State
    is_picture: bool = False


class _Device(PDFPageAggregatorWithMarkedContent):  # type: ignore[misc]  # pdfplumber is not typed
    """Notes what is painted and how; characters know whether they are filled and stroked, as shapes do, and of which
    string they are (`mcid`).
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
        self.painted: list[_Painted] = []
        self.state = _State()
        self.string = 0  # which string is painted
        self.is_whole = True  # every content stream unpacks

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.mode = textstate.render
        self.string += 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance: float = super().render_char(*args, **kwargs)
        char: Any = self.cur_item._objs[-1]
        char.fill, char.stroke = self.mode in _PAINTS_FILL, self.mode in _PAINTS_STROKE
        char.mcid = self.string  # of what pdfplumber hands on, the field that nobody here needs
        self.painted.append(_Painted(char, self.cur_item, self.state))
        return advance

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(*args, **kwargs)
        self.painted += [_Painted(item, self.cur_item, self.state) for item in self.cur_item._objs[before:]]

    def render_image(self, name: str, stream: PDFStream) -> None:
        super().render_image(name, stream)
        masks = [stream.get(key) for key in ("SMask", "Mask", "ImageMask", "IM")]
        state = replace(self.state, is_plain=self.state.is_plain and not any(masks))
        self.painted.append(_Painted(self.cur_item._objs[-1], self.cur_item, state, is_picture=True))


class _Interpreter(PDFPageInterpreter):
    """Keeps what pdfminer leaves out of the graphics state, and paints annotations behind the page."""

    device: Any  # a _Device

    def __init__(self, rsrcmgr: Any, device: Any, off: frozenset[int] = frozenset()) -> None:
        super().__init__(rsrcmgr, device)
        self.off = off
        self.inherited = _State()
        self.tags: list[bool] = []  # of each open marked content: whether it is of a layer that is off

    def dup(self) -> _Interpreter:
        return self.__class__(self.rsrcmgr, self.device, self.off)

    def subinterp(self) -> _Interpreter:
        inner: Any = super().subinterp()
        inner.inherited = self.state
        return cast(_Interpreter, inner)

    @property
    def state(self) -> _State:
        """How the next object is painted."""
        return cast(_State, self.device.state)

    @state.setter
    def state(self, state: _State) -> None:
        self.device.state = state

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.state = self.inherited

    def get_current_state(self) -> Any:
        return (super().get_current_state(), replace(self.state, layers_off=0))

    def set_current_state(self, state: Any) -> None:
        own, kept = state
        super().set_current_state(own)
        self.state = replace(kept, layers_off=self.state.layers_off)

    def do_gs(self, name: Any) -> None:
        changes = _dict(_dict(self.resources.get("ExtGState")).get(_name(name)))
        alpha = resolve1(changes.get("ca"))
        if isinstance(alpha, (int, float)):
            self.state = replace(self.state, alpha=self.inherited.alpha * float(alpha))
        if "BM" in changes or "SMask" in changes:
            blend, mask = resolve1(changes.get("BM")), resolve1(changes.get("SMask"))
            modes = {_name(mode) for mode in (blend if isinstance(blend, list) else [blend])}
            is_plain = modes <= {"Normal", "Compatible", ""} and not isinstance(mask, dict)
            self.state = replace(self.state, is_plain=self.inherited.is_plain and is_plain)

    def do_W(self) -> None:
        points = [segment[i : i + 2] for segment in self.curpath for i in range(1, len(segment) - 1, 2)]
        if points:
            xs, ys = zip(*points, strict=True)
            box = apply_matrix_rect(self.ctm, (min(xs), min(ys), max(xs), max(ys)))
            self.state = replace(self.state, clip=_common(self.state.clip, box))

    do_W_a = do_W

    def do_BMC(self, tag: Any) -> None:
        self.tags.append(False)
        super().do_BMC(tag)

    def do_BDC(self, tag: Any, props: Any) -> None:
        layer = _dict(self.resources.get("Properties")).get(_name(props)) if isinstance(props, PSLiteral) else props
        is_off = _name(tag) == "OC" and self._is_off(layer)
        self.tags.append(is_off)
        self.state = replace(self.state, layers_off=self.state.layers_off + is_off)
        super().do_BDC(tag, props)

    def do_EMC(self) -> None:
        if self.tags:
            self.state = replace(self.state, layers_off=self.state.layers_off - self.tags.pop())
        super().do_EMC()

    def do_Do(self, xobjid_arg: Any) -> None:
        xobj = resolve1(self.xobjmap.get(_name(xobjid_arg)))
        attributes = xobj.attrs if isinstance(xobj, PDFStream) else {}
        if self._is_off(attributes.get("OC")):
            return
        if isinstance(xobj, PDFStream) and _name(attributes.get("Subtype")) == "Form":
            self.device.is_whole &= _unpacks(xobj)
        before = self.state
        if box := _box(attributes.get("BBox")):
            shown = apply_matrix_rect(mult_matrix(_matrix(attributes.get("Matrix")), self.ctm), box)
            self.state = replace(before, clip=_common(before.clip, shown))
        super().do_Do(xobjid_arg)
        self.state = before

    def paint_annotation(self, annotation: Mapping[str, Any], page_matrix: Any) -> None:
        """Paint what an annotation or a form field shows, if anything."""
        flags = resolve1(annotation.get("F")) or 0
        if _name(annotation.get("Subtype")) in _NOT_PAINTED or flags & _UNSEEN_FLAGS:
            return
        look = resolve1(_dict(annotation.get("AP")).get("N"))
        if isinstance(look, dict):  # a look for each state, as of a box to be ticked
            look = resolve1(look.get(_name(annotation.get("AS"))))
        if not isinstance(look, PDFStream) or self._is_off(annotation.get("OC")):
            return
        box, inner = _box(annotation.get("Rect")), _box(look.attrs.get("BBox"))
        if box is None or inner is None:
            return
        matrix = _matrix(look.attrs.get("Matrix"))
        placed = mult_matrix(mult_matrix(matrix, _fitting(apply_matrix_rect(matrix, inner), box)), page_matrix)
        inside = self.subinterp()
        inside.inherited = _State(clip=apply_matrix_rect(placed, inner))
        self.device.begin_figure("annotation", inner, placed)
        resources: dict[object, object] = dict(_dict(look.attrs.get("Resources")).items())
        inside.render_contents(resources, [look], ctm=placed)
        self.device.end_figure("annotation")

    def _is_off(self, layer: Any) -> bool:
        """Whether a layer, or a combination of layers, is off."""
        if isinstance(layer, PDFObjRef) and layer.objid in self.off:
            return True
        members = _dict(layer)
        if _name(members.get("Type")) != "OCMD":
            return False
        own = members.get("OCGs")
        groups = own if isinstance(own, list) else [own] if isinstance(own, PDFObjRef) else list_value(own or [])
        off = [isinstance(group, PDFObjRef) and group.objid in self.off for group in groups]
        policy = _name(members.get("P")) or "AnyOn"
        shown = {"AllOn": not any(off), "AnyOff": any(off), "AllOff": all(off)}.get(policy, not all(off))
        return bool(off) and not shown


@dataclass(frozen=True)
class Painting:
    """What painting a page tells: a picture lies over digits; its content unpacks to the last byte."""

    is_pasted_over: bool
    is_whole: bool


def paint(page: Page) -> Painting:
    """Lay out a pdfplumber page with what is seen of it, annotations too, before anything else of it is asked for.

    What lies in a layer that is off, outside the clip, or under something opaque that is painted later is gone. Raises
    PdfminerException where the page cannot be interpreted.
    """
    device = _Device(page)
    interpreter = _Interpreter(page.pdf.rsrcmgr, device, _layers_off(page.pdf.doc.catalog))
    try:
        _interpret(interpreter, device, page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    gone = [entry for entry in device.painted if not _is_painted(entry)]
    covered = list(_covered(device.painted))
    _remove([*gone, *(entry for entry, _ in covered)])
    for entry in device.painted:
        _cut_to_clip(entry)
    page._layout = device.get_result()
    is_pasted_over = any(cover.is_picture and entry.item.get_text().isdigit() for entry, cover in covered)
    return Painting(is_pasted_over, device.is_whole)


def _interpret(interpreter: _Interpreter, device: _Device, page: Any) -> None:
    """As PDFPageInterpreter.process_page does, with the annotations behind."""
    x0, y0, x1, y1 = page.mediabox
    matrix = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }.get(page.rotate, (1, 0, 0, 1, -x0, -y0))
    device.is_whole = all(_unpacks(resolve1(content)) for content in page.contents)
    device.begin_page(page, matrix)
    interpreter.render_contents(page.resources, page.contents, ctm=matrix)
    for reference in list_value(page.annots or []):
        interpreter.paint_annotation(_dict(reference), matrix)
    device.end_page(page)


def _unpacks(content: Any) -> bool:
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


def _is_painted(entry: _Painted) -> bool:
    """Whether anything of an object is painted at all; of a character its middle has to be inside the clip."""
    if entry.state.layers_off or entry.state.alpha < _SEEN:
        return False
    if not isinstance(entry.item, LTChar):
        return True
    x0, y0, x1, y1 = entry.item.bbox
    left, low, right, high = entry.state.clip
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return left - _RIM <= x <= right + _RIM and low - _RIM <= y <= high + _RIM


def _cut_to_clip(entry: _Painted) -> None:
    """Make a character that a clip cuts through as narrow as it is seen: it does not reach into the next cell."""
    left, _, right, _ = entry.state.clip
    if isinstance(entry.item, LTChar):
        x0, y0, x1, y1 = entry.item.bbox
        if x0 < right < x1 or x0 < left < x1:
            entry.item.set_bbox((max(x0, left), y0, min(x1, right), y1))


def _covered(painted: Sequence[_Painted]) -> Iterator[tuple[_Painted, _Painted]]:
    """The characters that something opaque is painted over, each with the last that is."""
    covers = [(order, entry) for order, entry in enumerate(painted) if _is_cover(entry)]
    chars = [(order, entry) for order, entry in enumerate(painted) if isinstance(entry.item, LTChar)]
    if not chars or not covers or covers[-1][0] < chars[0][0]:
        return
    orders = np.array([order for order, _ in covers])
    boxes = np.array([_common(entry.item.bbox, entry.state.clip) for _, entry in covers])
    for order, entry in chars:
        if order > orders[-1]:
            break
        x0, y0, x1, y1 = entry.item.bbox
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        over = (orders > order) & (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        if over.any():
            yield entry, covers[int(np.flatnonzero(over)[-1])][1]


def _is_cover(entry: _Painted) -> bool:
    """Whether an object hides all that lies below its box."""
    item = entry.item
    x0, y0, x1, y1 = item.bbox
    if isinstance(item, LTChar) or min(x1 - x0, y1 - y0) <= _THIN:
        return False
    if not entry.state.is_plain or entry.state.alpha < _OPAQUE or entry.state.layers_off:
        return False
    return entry.is_picture or (bool(item.fill) and _fills_its_box(item) and _is_colour(item.non_stroking_color))


def _fills_its_box(shape: Any) -> bool:
    """Whether a filled outline is as large as its box: a rectangle, however it is drawn."""
    points = np.array(shape.pts)
    x, y = points[:, 0], points[:, 1]
    area = abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
    return bool(area >= 0.95 * shape.width * shape.height)


def _is_colour(colour: Any) -> bool:
    """Whether a colour is one: a pattern may have holes."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    return bool(parts) and all(isinstance(part, (int, float)) for part in parts)


def _remove(entries: Sequence[_Painted]) -> None:
    unseen = {id(entry.item) for entry in entries}
    for holder in {id(entry.holder): entry.holder for entry in entries}.values():
        holder._objs = [item for item in holder._objs if id(item) not in unseen]


def _layers_off(catalog: Mapping[str, Any]) -> frozenset[int]:
    """The object numbers of the layers that a viewer does not show when it opens the file."""
    properties = _dict(catalog.get("OCProperties"))
    shown = _dict(properties.get("D"))

    def numbers(key: str, of: Mapping[str, Any]) -> set[int]:
        return {layer.objid for layer in list_value(of.get(key, [])) if isinstance(layer, PDFObjRef)}

    base = numbers("OCGs", properties) if _name(shown.get("BaseState")) == "OFF" else set[int]()
    return frozenset((base - numbers("ON", shown)) | numbers("OFF", shown))


def _numbers(value: Any) -> list[float]:
    found = resolve1(value)
    parts = [resolve1(part) for part in found] if isinstance(found, (list, tuple)) else []
    return [float(part) for part in parts if isinstance(part, (int, float))]


def _box(value: Any) -> PageBox | None:
    """A rectangle of the file; None where it is none."""
    parts = _numbers(value)
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _matrix(value: Any) -> Matrix:
    """A matrix of the file; the one that changes nothing where it is none."""
    a = _numbers(value)
    return (a[0], a[1], a[2], a[3], a[4], a[5]) if len(a) == 6 else MATRIX_IDENTITY


def _fitting(inner: PageBox, outer: PageBox) -> Matrix:
    """The matrix that moves one box into another."""
    x0, y0, x1, y1 = inner
    left, right = sorted((outer[0], outer[2]))
    low, high = sorted((outer[1], outer[3]))
    a = (right - left) / (x1 - x0) if x1 > x0 else 1.0
    d = (high - low) / (y1 - y0) if y1 > y0 else 1.0
    return (a, 0.0, 0.0, d, left - x0 * a, low - y0 * d)


def _common(one: PageBox, other: PageBox) -> PageBox:
    """What two boxes have in common; nothing, where they do not meet, is a box whose ends are swapped."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _dict(value: Any) -> Mapping[str, Any]:
    found = resolve1(value)
    return found.attrs if isinstance(found, PDFStream) else found if isinstance(found, dict) else dict_value({})


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""
