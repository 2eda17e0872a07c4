"""A workbook with only those styles that tell how a figure is shown, for workbooks whose other styles are malformed.

Belongs here: the style sheet of an .xlsx package cut down to number formats and indentation. Does not: reading cells.
Reporting software writes style sheets that Excel accepts and openpyxl does not (an empty fill, an unknown border).
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

_STYLES = "xl/styles.xml"
_KEPT = ("numFmtId", "applyNumberFormat")


def with_plain_styles(data: bytes) -> bytes:
    """The workbook's bytes with number formats and indentation kept, fonts, fills and borders left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, _plain(content) if info.filename == _STYLES else content)
    return out.getvalue()


def _plain(styles: bytes) -> bytes:
    old = fromstring(styles)  # entities were refused when the package was opened
    space = re.match(r"\{.*\}", old.tag)
    prefix = space[0] if space else ""
    register_namespace("", prefix.strip("{}"))
    root = Element(old.tag)
    formats = old.find(f"{prefix}numFmts")
    if formats is not None:
        root.append(formats)
    SubElement(SubElement(root, f"{prefix}fonts"), f"{prefix}font")
    fills = SubElement(root, f"{prefix}fills")
    for _ in range(2):
        SubElement(SubElement(fills, f"{prefix}fill"), f"{prefix}patternFill")
    SubElement(SubElement(root, f"{prefix}borders"), f"{prefix}border")
    for name in ("cellStyleXfs", "cellXfs"):
        listed = SubElement(root, f"{prefix}{name}")
        for xf in old.iterfind(f"{prefix}{name}/{prefix}xf"):
            own = SubElement(listed, xf.tag, {k: v for k, v in xf.attrib.items() if k in _KEPT})
            alignment = xf.find(f"{prefix}alignment")
            if alignment is not None and alignment.get("indent", "").isdigit():
                SubElement(own, alignment.tag, {"indent": alignment.attrib["indent"]})
    plain: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return plain
