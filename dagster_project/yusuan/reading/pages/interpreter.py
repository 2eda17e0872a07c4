"""The operations of a page → what is painted, in order, and how.

Belongs here: the graphics state, forms, annotations, layers, clips. Does not: what of it is still there in the end
(painting.py), tokens (content_stream.py), characters of a string (glyphs.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pdfminer.pdfcolor import PREDEFINED_COLORSPACE, PDFColorSpace
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, Point, apply_matrix_rect, mult_matrix

from yusuan.reading.pages.canvas import Canvas, Colour, Light, PaintedPicture, Shape, Style
from yusuan.reading.pages.content_stream import CLIPPED, FILLED, SHOWING, TEXT_OBJECT, operations, parsed_operations
from yusuan.reading.pages.file_values import (
    PageBox,
    box_of,
    common,
    dictionary,
    fitting,
    matrix_of,
    name_of,
    unpacks,
)
from yusuan.reading.pages.glyphs import FontGlyphs, TextState, glyphs_of

_FILLS, _STROKES = (0, 2, 4, 6), (1, 2, 5, 6)  # text rendering modes; 3 and 7 paint nothing
_UNSEEN_FLAGS = 2 | 32  # of an annotation: hidden, no view
_NOT_PAINTED = {"Popup", "Link"}  # annotations without a look of their own on the page
_SUBPATH = re.compile(r"m[^m]+")


class _Graphics(TextState):
    """The graphics state."""

    ctm: Matrix = MATRIX_IDENTITY
    clip: PageBox = Light().clip
    alpha: float = 1.0
    is_plain: bool = True
    layers_off: int = 0
    mode: int = 0
    fill: Colour = 0
    stroke: Colour = 0
    fill_space: PDFColorSpace = PREDEFINED_COLORSPACE["DeviceGray"]
    stroke_space: PDFColorSpace = PREDEFINED_COLORSPACE["DeviceGray"]

    def light(self) -> Light:
        """How the next object is painted."""
        return Light(self.clip, self.alpha, self.is_plain, self.layers_off)


class Interpreter:
    """Paints content streams on a canvas, as pdfminer's does, and keeps what that leaves out of the graphics state."""

    def __init__(self, fonts: Any, canvas: Canvas, off: frozenset[int] = frozenset()) -> None:
        self.font_store = fonts  # pdfminer's PDFResourceManager
        self.canvas = canvas
        self.off = off  # layers
        self.running: frozenset[int] = frozenset()  # the content streams that are being painted: none paints itself

    def paint(self, resources: Any, streams: Sequence[Any], ctm: Matrix, light: Light) -> None:
        """Paint content streams, with the graphics state as it is at their beginning."""
        self.resources = dictionary(resources)
        self.inherited = light
        self.now = _Graphics()
        self.now.ctm = ctm
        self.now.clip, self.now.alpha, self.now.is_plain, self.now.layers_off = light
        self.saved: list[dict[str, Any]] = []
        self.tags: list[bool] = []  # of each open marked content: whether it is of a layer that is off
        self.path: list[tuple[Any, ...]] = []
        self.left: list[Any] = []  # operands that no operation took
        self.glyphs: dict[str, FontGlyphs] = {}
        self.opacities: dict[str, tuple[float | None, bool | None]] = {}
        self.settings: dict[bytes, dict[str, Any]] = {}  # what they change, by how they are written
        own = [s for s in map(stream_value, streams) if s.objid is not None and s.objid not in self.running]
        self.running |= {stream.objid for stream in own if stream.objid is not None}
        self._paint(b"\n".join(stream.get_data() for stream in own))

    def _paint(self, content: bytes) -> None:
        for operator, operands in operations(content):
            known_operator = _OPERATORS.get(operator)
            if known_operator is None:
                self.left += operands
                continue
            count, operation, takes_objects = known_operator
            if len(operands) == count and (takes_objects or type(operands) is tuple) and not self.left:
                operation(self, *operands)
            else:
                self._apply(known_operator, [*self.left, *operands])

    def _apply(self, operator: _Operator, operands: list[Any]) -> None:
        """Do an operation that takes its operands from the end of those that are there, if they are enough."""
        count, operation, takes_objects = operator
        if count == _ANY:
            operation(self, operands)
            return
        first = max(0, len(operands) - count)
        self.left, own = operands[:first], operands[first:]
        if len(own) < count:
            return
        if not takes_objects:
            try:
                own = list(map(float, own))
            except (TypeError, ValueError, OverflowError):
                return
        operation(self, *own)

    # The graphics state.

    def save(self) -> None:
        """Keep the graphics state."""
        self.saved.append(vars(self.now).copy())

    def restore(self) -> None:
        """Go back to the graphics state that was kept last; layers end by themselves."""
        if self.saved:
            layers_off = self.now.layers_off
            self.now.__dict__ = self.saved.pop()
            self.now.layers_off = layers_off

    def transform(self, *matrix: float) -> None:
        """Change where what follows stands."""
        self.now.ctm = mult_matrix(matrix, self.now.ctm)  # type: ignore[arg-type]

    def set_up(self, name: Any) -> None:
        """Take over settings of the file, as far as they say how opaque something is."""
        key = literal_name(name)
        if key not in self.opacities:
            self.opacities[key] = _opacity(dictionary(dictionary(self.resources.get("ExtGState")).get(key)))
        alpha, is_plain = self.opacities[key]
        if alpha is not None:
            self.now.alpha = self.inherited.alpha * alpha
        if is_plain is not None:
            self.now.is_plain = self.inherited.is_plain and is_plain

    def clip(self) -> None:
        """Paint nothing outside the box of the path."""
        points = [segment[i : i + 2] for segment in self.path for i in range(1, len(segment) - 1, 2)]
        if points:
            xs, ys = zip(*points, strict=True)
            box = apply_matrix_rect(self.now.ctm, (min(xs), min(ys), max(xs), max(ys)))
            self.now.clip = common(self.now.clip, box)

    # Colours.

    def fill_grey(self, grey: float) -> None:
        """Fill in a grey."""
        self.now.fill, self.now.fill_space = grey, _SPACES[1]

    def stroke_grey(self, grey: float) -> None:
        """Stroke in a grey."""
        self.now.stroke, self.now.stroke_space = grey, _SPACES[1]

    def fill_parts(self, *parts: float) -> None:
        """Fill in a colour of three or four parts."""
        self.now.fill, self.now.fill_space = parts, _SPACES[len(parts)]

    def stroke_parts(self, *parts: float) -> None:
        """Stroke in a colour of three or four parts."""
        self.now.stroke, self.now.stroke_space = parts, _SPACES[len(parts)]

    def choose_fill_space(self, name: Any) -> None:
        """Say what the parts of the next colours are, for filling."""
        self.now.fill_space = self._colour_space(name) or self.now.fill_space

    def choose_stroke_space(self, name: Any) -> None:
        """Say so for stroking."""
        self.now.stroke_space = self._colour_space(name) or self.now.stroke_space

    def _colour_space(self, name: Any) -> PDFColorSpace | None:
        key = literal_name(name)
        return _colour_space(
            resolve1(dictionary(self.resources.get("ColorSpace")).get(key))
        ) or PREDEFINED_COLORSPACE.get(key)

    def fill_colour(self, operands: Sequence[Any]) -> None:
        """Fill in a colour of the space chosen."""
        colour = self._colour(self.now.fill_space, operands)
        self.now.fill = self.now.fill if colour is None else colour

    def stroke_colour(self, operands: Sequence[Any]) -> None:
        """Stroke in a colour of the space chosen."""
        colour = self._colour(self.now.stroke_space, operands)
        self.now.stroke = self.now.stroke if colour is None else colour

    def _colour(self, space: PDFColorSpace, operands: Sequence[Any]) -> Colour | None:
        first = max(0, len(operands) - space.ncomponents)
        self.left, parts = list(operands[:first]), operands[first:]
        if len(parts) != space.ncomponents:
            return None
        if space.name != "Pattern":
            return _plain_colour(parts)
        return literal_name(parts[-1]) if parts and isinstance(parts[-1], PSLiteral) else None

    # Paths.

    def move(self, x: float, y: float) -> None:
        """Begin a subpath."""
        self.path.append(("m", x, y))

    def line(self, x: float, y: float) -> None:
        """Go on straight."""
        self.path.append(("l", x, y))

    def curve(self, *points: float) -> None:
        """Go on in a curve."""
        self.path.append(("c", *points))

    def curve_from_here(self, *points: float) -> None:
        """Go on in a curve that leaves straight."""
        self.path.append(("v", *points))

    def curve_to_there(self, *points: float) -> None:
        """Go on in a curve that arrives straight."""
        self.path.append(("y", *points))

    def close(self) -> None:
        """Go back to where the subpath began."""
        self.path.append(("h",))

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        """Add a rectangle."""
        right, top = x + width, y + height
        self.path += (("m", x, y), ("l", right, y), ("l", right, top), ("l", x, top), ("h",))

    def end_path(self) -> None:
        """Forget the path."""
        self.path = []

    def stroke_path(self) -> None:
        """Stroke the path."""
        self._paint_path(fills=False, strokes=True)

    def close_and_stroke_path(self) -> None:
        """Close and stroke the path."""
        self.close()
        self.stroke_path()

    def fill_path(self) -> None:
        """Fill the path."""
        self._paint_path(fills=True, strokes=False)

    def fill_and_stroke_path(self) -> None:
        """Fill and stroke the path."""
        self._paint_path(fills=True, strokes=True)

    def close_fill_and_stroke_path(self) -> None:
        """Close, fill and stroke the path."""
        self.close()
        self.fill_and_stroke_path()

    def fill_rectangle(self, settings: bytes, *rectangle: float) -> None:
        """Fill a rectangle behind settings that end with it, as all that is between `q` and `Q`."""
        before = self.now
        if settings:
            self._set(settings)
        corners = None if self.path else _corners(self.now.ctm, *rectangle)
        if corners is None:
            self.rectangle(*rectangle)
            self.fill_path()
        else:
            (left, low), _, (right, high), _ = corners
            box = (min(left, right), min(low, high), max(left, right), max(low, high))
            shape = Shape(self._next(), "rect", box, corners, self.now.fill, None, False, self.now.light())
            self.canvas.shapes.append(shape)
        self.now = before

    def clip_rectangle(self, settings: bytes, *rectangle: float) -> None:
        """Keep the graphics state, and clip to a rectangle behind settings."""
        self.save()
        if settings:
            self._set(settings)
        self.rectangle(*rectangle)
        self.clip()
        self.end_path()

    def _paint_path(self, *, fills: bool, strokes: bool) -> None:
        path, self.path = self.path, []
        kinds = "".join([segment[0] for segment in path])
        if kinds[:1] != "m":
            return
        fill = self.now.fill if fills else None
        for subpath in _SUBPATH.finditer(kinds) if kinds.count("m") > 1 else (None,):
            own, its_kinds = (path, kinds) if subpath is None else (path[slice(*subpath.span())], subpath.group())
            kind, points = _outline(own, its_kinds, self.now.ctm)
            xs, ys = zip(*points, strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
            stroke = self.now.stroke if strokes or kind == "line" else None  # a line has no inside to be filled
            self.canvas.shapes.append(
                Shape(self._next(), kind, box, points, fill, stroke, "c" in its_kinds, self.now.light())
            )

    def _next(self) -> int:
        self.canvas.order += 1
        return self.canvas.order

    # Text.

    def begin_text(self) -> None:
        """Go to where the page begins."""
        self.now.begin_line(MATRIX_IDENTITY)

    def character_space(self, space: float) -> None:
        """Set the space between characters."""
        self.now.character_space = space

    def word_space(self, space: float) -> None:
        """Set the space that blanks are wider by."""
        self.now.word_space = space

    def scaling(self, percent: float) -> None:
        """Set how wide characters are, in percent."""
        self.now.scaling = percent

    def leading(self, leading: float) -> None:
        """Set how far lines are apart."""
        self.now.leading = -leading

    def mode(self, mode: float) -> None:
        """Set whether characters are filled or stroked."""
        self.now.mode = int(mode)

    def rise(self, rise: float) -> None:
        """Set how high characters stand above their line."""
        self.now.rise = rise

    def font(self, name: Any, size: Any) -> None:
        """Choose a font of the file and a size."""
        key = literal_name(name)
        if key not in self.glyphs:
            spec = dictionary(self.resources.get("Font")).get(key, {})
            number = spec.objid if isinstance(spec, PDFObjRef) else None
            self.glyphs[key] = glyphs_of(self.font_store.get_font(number, dict_value(spec)))
        self.now.glyphs = self.glyphs[key]
        if isinstance(size, (int, float)):
            self.now.size = float(size)

    def next_line(self, x: float, y: float) -> None:
        """Begin a line so far from where the last began."""
        self.now.next_line(x, y)

    def next_line_with_leading(self, x: float, y: float) -> None:
        """Begin a line, and those that follow as far below."""
        self.now.next_line(x, y)
        self.now.leading = y

    def text_matrix(self, *matrix: float) -> None:
        """Begin a line at a place and in a direction."""
        self.now.begin_line(matrix)  # type: ignore[arg-type]

    def next_line_by_leading(self) -> None:
        """Begin the next line."""
        a, b, c, d, e, f = self.now.matrix
        leading = self.now.leading
        self.now.begin_line((a, b, c, d, leading * c + e, leading * d + f))

    def show(self, parts: Any) -> None:
        """Print strings, and numbers that move what follows."""
        if isinstance(parts, (list, tuple)):
            self.canvas.strings.show(parts, self.now, self.now.ctm)
            self._style()

    def show_row(self, row: bytes) -> None:
        """Do operations in a row that show strings and move between them."""
        self.canvas.strings.show_row(row, self.now, self.now.ctm)
        self._style()

    def show_text_object(self, settings: bytes, row: bytes) -> None:
        """Do operations in a row behind settings that end with them, as all that is between `q BT` and `ET Q`."""
        before = self.now
        self._set(settings)
        self.begin_text()
        self.show_row(row)
        self.now = before

    def _set(self, settings: bytes) -> None:
        """Do operations that change settings and nothing else, on a graphics state that is another from now on."""
        before = self.now
        if settings not in self.settings:
            self.now = _Graphics()
            self._paint(settings)
            self.settings[settings] = vars(self.now)
        self.now = _Graphics()
        self.now.__dict__ = vars(before) | self.settings[settings]

    def _style(self) -> None:
        """Note how what has been shown is painted."""
        now, canvas = self.now, self.canvas
        stretches = len(canvas.strings.run_counts) - len(canvas.styles)
        if not stretches or not now.glyphs:
            return
        style = Style(
            now.glyphs.name,
            now.fill if now.mode in _FILLS else None,
            now.stroke if now.mode in _STROKES else None,
            now.fill,
            now.fill_space.name,
            now.light(),
        )
        canvas.styles += [style] * stretches
        runs = len(canvas.strings.counts) - len(canvas.orders)
        canvas.orders += range(canvas.order + 1, canvas.order + 1 + runs)
        canvas.order += runs

    def show_string(self, string: Any) -> None:
        """Print a string."""
        self.show((string,))

    def show_on_next_line(self, string: Any) -> None:
        """Print a string on the next line."""
        self.next_line_by_leading()
        self.show((string,))

    def show_spaced_on_next_line(self, word_space: Any, character_space: Any, string: Any) -> None:
        """Print a string with spaces of its own."""
        if isinstance(word_space, float) and isinstance(character_space, float):
            self.now.word_space, self.now.character_space = word_space, character_space
        self.show((string,))

    # Marked content, forms, pictures, annotations.

    def begin_marked(self, _tag: Any) -> None:
        """Begin marked content."""
        self.tags.append(False)

    def begin_marked_with(self, tag: Any, properties: Any) -> None:
        """Begin marked content that says what it is: of a layer, it may be."""
        is_off = literal_name(tag) == "OC" and self._is_off(self._properties(properties))
        self.tags.append(is_off)
        if is_off:
            self.now.layers_off += 1

    def _properties(self, given: Any) -> Any:
        if isinstance(given, PSLiteral):
            return dictionary(self.resources.get("Properties")).get(literal_name(given))
        if isinstance(given, bytes):  # as it is written
            return next(parsed_operations(given + b" DP"), (b"", [None]))[1][-1]
        return given

    def end_marked(self) -> None:
        """End marked content."""
        if self.tags and self.tags.pop():
            self.now.layers_off -= 1

    def inline_picture(self, picture: Any) -> None:
        """Paint a picture that stands in the content."""
        if isinstance(picture, PDFStream) and "W" in picture and "H" in picture:
            self._picture(picture)

    def paint_object(self, name: Any) -> None:
        """Paint a form or a picture of the file."""
        found = resolve1(dictionary(self.resources.get("XObject")).get(literal_name(name)))
        if not isinstance(found, PDFStream) or self._is_off(found.attrs.get("OC")):
            return
        kind, box, before = name_of(found.attrs.get("Subtype")), box_of(found.attrs.get("BBox")), self.now.clip
        matrix = mult_matrix(matrix_of(found.attrs.get("Matrix")), self.now.ctm)
        if box:
            self.now.clip = common(before, apply_matrix_rect(matrix, box))
        if kind == "Form":
            self.canvas.is_whole &= unpacks(found)
            if "BBox" in found:
                resources = found.attrs.get("Resources")
                self._inner().paint(resources or self.resources, [found], matrix, self.now.light())
        elif kind == "Image" and "Width" in found and "Height" in found:
            self._picture(found)
        self.now.clip = before

    def _inner(self) -> Interpreter:
        inner = Interpreter(self.font_store, self.canvas, self.off)
        inner.running = self.running
        return inner

    def _picture(self, stream: PDFStream) -> None:
        light = self.now.light()
        if any(stream.get(key) for key in ("SMask", "Mask", "ImageMask", "IM")):
            light = light._replace(is_plain=False)
        self.canvas.pictures.append(PaintedPicture(self._next(), apply_matrix_rect(self.now.ctm, (0, 0, 1, 1)), light))

    def paint_annotation(self, annotation: Mapping[str, Any], page_matrix: Matrix) -> None:
        """Paint what an annotation or a form field shows, if anything, behind what is painted."""
        flags = resolve1(annotation.get("F")) or 0
        if name_of(annotation.get("Subtype")) in _NOT_PAINTED or flags & _UNSEEN_FLAGS:
            return
        look = resolve1(dictionary(annotation.get("AP")).get("N"))
        if isinstance(look, dict):  # a look for each state, as of a box to be ticked
            look = resolve1(look.get(name_of(annotation.get("AS"))))
        if not isinstance(look, PDFStream) or self._is_off(annotation.get("OC")):
            return
        box, inner = box_of(annotation.get("Rect")), box_of(look.attrs.get("BBox"))
        if box is None or inner is None:
            return
        matrix = matrix_of(look.attrs.get("Matrix"))
        placed = mult_matrix(mult_matrix(matrix, fitting(apply_matrix_rect(matrix, inner), box)), page_matrix)
        light = Light(clip=apply_matrix_rect(placed, inner))
        self._inner().paint(look.attrs.get("Resources"), [look], placed, light)

    def _is_off(self, layer: Any) -> bool:
        """Whether a layer, or a combination of layers, is off."""
        if isinstance(layer, PDFObjRef) and layer.objid in self.off:
            return True
        members = dictionary(layer)
        if name_of(members.get("Type")) != "OCMD":
            return False
        own = members.get("OCGs")
        groups = own if isinstance(own, list) else [own] if isinstance(own, PDFObjRef) else list_value(own or [])
        off = [isinstance(group, PDFObjRef) and group.objid in self.off for group in groups]
        policy = name_of(members.get("P")) or "AnyOn"
        shown = {"AllOn": not any(off), "AnyOff": any(off), "AllOff": all(off)}.get(policy, not all(off))
        return bool(off) and not shown


def _nothing(_interpreter: Interpreter, *_operands: Any) -> None:
    """What changes nothing that is read."""


_ANY = -1  # operands: as many as the colour space has parts
_SPACES = {
    count: PREDEFINED_COLORSPACE[name] for count, name in ((1, "DeviceGray"), (3, "DeviceRGB"), (4, "DeviceCMYK"))
}
_I = Interpreter
# Operators of each number of operands, all of them numbers, and those that take names, strings and arrays too.
_OF_NUMBERS: dict[int, dict[str, Callable[..., None]]] = {
    _ANY: {"sc scn": _I.fill_colour, "SC SCN": _I.stroke_colour},
    0: {
        "q": _I.save,
        "Q": _I.restore,
        "W W*": _I.clip,
        "n": _I.end_path,
        "h": _I.close,
        "S": _I.stroke_path,
        "s": _I.close_and_stroke_path,
        "f f*": _I.fill_path,
        "B B*": _I.fill_and_stroke_path,
        "b b*": _I.close_fill_and_stroke_path,
        "BT": _I.begin_text,
        "T*": _I.next_line_by_leading,
        "EMC": _I.end_marked,
        "ET BX EX BI ID F": _nothing,
    },
    1: {
        "g": _I.fill_grey,
        "G": _I.stroke_grey,
        "Tc": _I.character_space,
        "Tw": _I.word_space,
        "Tz": _I.scaling,
        "TL": _I.leading,
        "Tr": _I.mode,
        "Ts": _I.rise,
        "w J j M i": _nothing,
    },
    2: {"m": _I.move, "l": _I.line, "Td": _I.next_line, "TD": _I.next_line_with_leading},
    3: {"rg": _I.fill_parts, "RG": _I.stroke_parts},
    4: {
        "k": _I.fill_parts,
        "K": _I.stroke_parts,
        "re": _I.rectangle,
        "v": _I.curve_from_here,
        "y": _I.curve_to_there,
    },
    6: {"cm": _I.transform, "Tm": _I.text_matrix, "c": _I.curve},
}
_OF_OBJECTS: dict[int, dict[str, Callable[..., None]]] = {
    1: {
        "gs": _I.set_up,
        "cs": _I.choose_fill_space,
        "CS": _I.choose_stroke_space,
        "Tj": _I.show_string,
        "TJ": _I.show,
        "'": _I.show_on_next_line,
        "BMC": _I.begin_marked,
        "Do": _I.paint_object,
        "EI": _I.inline_picture,
        "ri sh MP": _nothing,
    },
    2: {"Tf": _I.font, "BDC": _I.begin_marked_with, "d DP": _nothing},
    3: {'"': _I.show_spaced_on_next_line},
}
_Operator = tuple[int, Callable[..., None], bool]  # how many operands, what it does, whether they may be no numbers
_OPERATORS: dict[bytes, _Operator] = {
    name.encode(): (count, operation, takes_objects)
    for takes_objects, group in ((False, _OF_NUMBERS), (True, _OF_OBJECTS))
    for count, operators in group.items()
    for names, operation in operators.items()
    for name in names.split()
} | {
    SHOWING: (1, _I.show_row, True),
    TEXT_OBJECT: (2, _I.show_text_object, True),
    FILLED: (5, _I.fill_rectangle, True),
    CLIPPED: (5, _I.clip_rectangle, True),
}


def _outline(path: Sequence[tuple[Any, ...]], kinds: str, ctm: Matrix) -> tuple[str, list[Point]]:
    """What a subpath is, and its points: a line, a rectangle whose sides run along the page's, or another outline."""
    a, b, c, d, e, f = ctm
    first = path[0]
    ends = [segment[-2:] if segment[0] != "h" else first[1:] for segment in path]
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in ends]
    if len(kinds) > 3 and kinds[-2:] == "lh" and points[-2] == points[0]:
        kinds = kinds[:-2] + "h"
        points.pop()
    if kinds in ("mlh", "ml"):
        return "line", points[:2]
    if kinds in ("mlllh", "mllll") and points[0] == points[4]:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
        if (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0):
            return "rect", [(x0, y0), (x2, y0), (x2, y2), (x0, y2)]
    return "curve", points


def _corners(ctm: Matrix, x: float, y: float, width: float, height: float) -> list[Point] | None:
    """What `_outline` makes of a rectangle whose sides run along the page's; None where it is another outline."""
    a, b, c, d, e, f = ctm
    if b or c or not (a and d and height):
        return None
    left, low, right, high = a * x + e, d * y + f, a * (x + width) + e, d * (y + height) + f
    return [(left, low), (right, low), (right, high), (left, high)] if low != high else None


def _plain_colour(parts: Sequence[Any]) -> Colour | None:
    if len(parts) not in (1, 3, 4):
        return None
    try:
        numbers = tuple(map(float, parts))
    except (TypeError, ValueError):
        return None
    return numbers[0] if len(numbers) == 1 else numbers


def _colour_space(spec: Any) -> PDFColorSpace | None:
    """The colour space of a file, as far as its parts are to be counted."""
    name = literal_name(spec[0] if isinstance(spec, list) and spec else spec)
    if name == "ICCBased" and isinstance(spec, list) and len(spec) >= 2:
        return PDFColorSpace(name, stream_value(spec[1])["N"])
    if name == "DeviceN" and isinstance(spec, list) and len(spec) >= 2:
        return PDFColorSpace(name, len(list_value(spec[1])))
    return PREDEFINED_COLORSPACE.get(name)


def _opacity(changes: Mapping[str, Any]) -> tuple[float | None, bool | None]:
    """What settings say of opacity, and of whether what is painted hides what lies below; None where they do not."""
    alpha, is_plain = resolve1(changes.get("ca")), None
    if "BM" in changes or "SMask" in changes:
        blend, mask = resolve1(changes.get("BM")), resolve1(changes.get("SMask"))
        modes = {name_of(mode) for mode in (blend if isinstance(blend, list) else [blend])}
        is_plain = modes <= {"Normal", "Compatible", ""} and not isinstance(mask, dict)
    return (float(alpha) if isinstance(alpha, (int, float)) else None), is_plain
