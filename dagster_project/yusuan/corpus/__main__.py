"""The command `python -m yusuan.corpus`.

Belongs here: arguments and exit codes. Exit codes: 0 the check was made, whatever it found; 1 it could not be made,
with one clear line; 2 a wrong command line; 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from yusuan.errors import YusuanError
from yusuan.paths import Home

OUT = Home.at().warehouse / "corpus"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m yusuan.corpus",
        description="Build a scratch warehouse over a folder of documents and report how well it was read.",
    )
    made.add_argument("folder", type=Path, metavar="FOLDER", help="the documents, in any folders below")
    made.add_argument(
        "--home",
        type=Path,
        metavar="SCRATCH",
        help="keep the scratch warehouse here, and read only what is new the next time (default: a temporary folder)",
    )
    made.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        default=OUT,
        help="where corpus.html and corpus.json are written (default: warehouse/corpus of the project)",
    )
    made.add_argument(
        "--breaks", type=int, metavar="N", default=20, help="breaks shown per document on the page (default: 20)"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check and return the exit code."""
    options = parser().parse_args(arguments)
    from yusuan.corpus.check import check

    try:
        check(options.folder, options.home, options.out, options.breaks)
    except YusuanError as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("corpus: interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
