"""What reading costs beside the plain loop over `extract_tables()` of pdfplumber, in one run.

    python -m yusuan.benchmarks.reading_speed [FILE or FOLDER …]

Belongs here: CPU seconds of both over the same PDFs, turn by turn, so that a busy machine weighs on both alike. Does
not: builds (nightly). Papers that print no text are left out: the plain loop finds nothing in a picture.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import pdfplumber

from yusuan.paths import SEEDS, Home
from yusuan.reading import Lexicon, read_document

_Result = TypeVar("_Result")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one line for each paper and one for all."""
    parser = argparse.ArgumentParser(
        prog="python -m yusuan.benchmarks.reading_speed", description=__doc__.split("\n")[0]
    )
    parser.add_argument("papers", type=Path, nargs="*", default=[Home.at().samples], help="PDFs, or folders of them")
    options = parser.parse_args(arguments)
    lexicon = Lexicon.from_seeds(SEEDS)
    papers = list(_files(options.papers))
    for path in papers[:1]:
        read_document(path.read_bytes(), lexicon)  # libraries and models load once in the life of a reading process
    plain_seconds = own_seconds = 0.0
    pages = 0
    for path in papers:
        data = path.read_bytes()
        frames, own = _cpu_seconds(partial(read_document, data, lexicon))
        if frames["document"]["reader"].to_list() != ["pdf"]:
            continue
        count, plain = _cpu_seconds(partial(_plain_loop, data))
        pages, plain_seconds, own_seconds = pages + count, plain_seconds + plain, own_seconds + own
        print(f"{path.name}: {count} pages, plain loop {plain:.2f} s, reading {own:.2f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{pages} pages: plain loop {plain_seconds:.1f} s of CPU, reading {own_seconds:.1f} s: "
        f"{plain_seconds / own_seconds if own_seconds else 0:.2f} times as fast; {peak} MB at most for both"
    )
    return 0


def _files(papers: Sequence[Path]) -> Iterator[Path]:
    for path in papers:
        yield from sorted(path.rglob("*.pdf")) if path.is_dir() else [path]


def _plain_loop(data: bytes) -> int:
    """What everybody writes first; the number of pages."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def _cpu_seconds(do: Callable[[], _Result]) -> tuple[_Result, float]:
    began = time.process_time()
    return do(), time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
