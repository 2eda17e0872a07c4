"""A PDF → a PDF of pictures, as a scanner would leave it: turned a little, grey, noisy, JPEG.

Belongs here: rasterising pages and spoiling them, the same way for one seed. Does not: what they print (typeset.py).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Scan:
    """How a page was scanned: `angle` in degrees (counter-clockwise), `blur` in pixels, `noise` in grey levels."""

    dpi: int = 200
    angle: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    paper: int = 255  # grey level of what was white
    ink: int = 0  # grey level of what was black
    jpeg: int = 85
    seed: int = 1


CLEAN = Scan()
TURNED = Scan(angle=0.5, noise=4.0, jpeg=75, paper=248, ink=25)
WORN = Scan(angle=-0.5, blur=0.6, noise=12.0, jpeg=60, paper=238, ink=50)
SCANS = {"clean": CLEAN, "turned": TURNED, "worn": WORN}


def scan(data: bytes, how: Scan, pages: Sequence[int] | None = None) -> bytes:
    """The PDF with its pages (or those numbered, from 1) as pictures of the same size and without a text layer."""
    source = pdfium.PdfDocument(data)
    numbers = pages or range(1, len(source) + 1)
    pictures = [picture(source[n - 1].render(scale=how.dpi / POINTS_PER_INCH).to_pil(), how, n) for n in numbers]
    source.close()
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=float(how.dpi), quality=how.jpeg)
    return out.getvalue()


def picture(page: Image.Image, how: Scan, number: int = 1) -> Image.Image:
    """One page as the scanner sees it; `number` varies the noise from page to page."""
    grey = page.convert("L").rotate(how.angle, Image.Resampling.BICUBIC, fillcolor=255)
    if how.blur:
        grey = grey.filter(ImageFilter.GaussianBlur(how.blur))
    levels = how.ink + np.asarray(grey, dtype=np.float32) * ((how.paper - how.ink) / 255)
    if how.noise:
        levels += np.random.default_rng([how.seed, number]).normal(0, how.noise, levels.shape)
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))
