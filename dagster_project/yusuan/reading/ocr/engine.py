"""RapidOCR's models on the ONNX runtime: where text stands in a picture, and what a line of text says.

Belongs here: all that knows rapidocr and onnxruntime, which are loaded when a page first needs them (the models lie in
the wheel, nothing is fetched). Does not: pages, cells, which readings to trust.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from yusuan.reading.ocr.straighten import Raster

_THREADS = 2
_HEIGHT = 48  # pixels: what the recogniser was trained on
_NARROWEST, _WIDEST = 160, 3200
_BATCH_AREA = 4000  # pixels of width in one run: bounds the memory
_STEP = 32  # pixels: lines of one run differ by no more, so that little is spent on padding


@dataclass(frozen=True)
class Glyph:
    """A character read: its middle from the left of the line as a share of the width, and the model's probability."""

    text: str
    place: float
    confidence: float


Glyphs = tuple[Glyph, ...]


def detect(grey: Raster) -> list[tuple[int, int, int, int]]:
    """Boxes (x0, y0, x1, y1) around text lines or parts of them, in pixels."""
    found = _detector()(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    boxes = [] if found is None or found.boxes is None else found.boxes
    return [(int(b[:, 0].min()), int(b[:, 1].min()), int(b[:, 0].max()) + 1, int(b[:, 1].max()) + 1) for b in boxes]


def recognise(lines: Sequence[Raster]) -> list[Glyphs]:
    """What each picture of one line of text says, in the order given."""
    inputs = [_as_input(line) for line in lines]
    readings: list[Glyphs] = [()] * len(lines)
    session, characters = _recogniser()
    name = session.get_inputs()[0].name
    for batch in _batches([i.shape[2] for i in inputs]):
        width = max(_NARROWEST, max(inputs[i].shape[2] for i in batch))
        stacked = np.zeros((len(batch), 3, _HEIGHT, width), dtype=np.float32)
        for k, i in enumerate(batch):
            stacked[k, :, :, : inputs[i].shape[2]] = inputs[i]
        output = session.run(None, {name: stacked})[0]
        for k, i in enumerate(batch):
            readings[i] = _decode(output[k], characters, inputs[i].shape[2] / width)
    return readings


def _as_input(line: Raster) -> NDArray[np.float32]:
    width = min(_WIDEST, max(8, round(line.shape[1] * _HEIGHT / line.shape[0])))
    shrinks = line.shape[0] > _HEIGHT
    scaled = cv2.resize(line, (width, _HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    values = scaled.astype(np.float32) / 127.5 - 1.0
    return np.repeat(values[np.newaxis], 3, axis=0)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in runs of about one width, narrow ones first."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=lambda k: widths[k]):
        full = len(batch) * widths[i] >= _BATCH_AREA
        if batch and (full or max(widths[i], _NARROWEST) - widths[batch[0]] > _STEP):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _decode(scores: NDArray[np.float32], characters: Sequence[str], share: float) -> Glyphs:
    """The best character of each step, repeats and blanks left out; `share` of the width is line, the rest padding."""
    best = scores.argmax(axis=1)
    glyphs: list[Glyph] = []
    steps = len(best)
    start = 0
    for t in range(1, steps + 1):
        if t < steps and best[t] == best[start]:
            continue
        if best[start] != 0:
            place = (start + t) / 2 / steps / share
            confidence = float(scores[start:t, best[start]].max())
            glyphs.append(Glyph(characters[best[start]], min(place, 1.0), confidence))
        start = t
    return tuple(glyphs)


@lru_cache(maxsize=1)
def _detector() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 10_000,  # pages go in at their own resolution
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
        }
    )


@lru_cache(maxsize=1)
def _recogniser() -> tuple[Any, list[str]]:
    """The session of the wheel's own recogniser and its characters; rapidocr's own loop pads every line to 320."""
    import onnxruntime
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting would cost as much as working
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(next(iter(sorted(models.glob("*_rec_*.onnx"))))), options, providers=["CPUExecutionProvider"]
    )
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ["", *characters, " "]
