"""Make the bundled sample PDFs and their keys again: `python -m tests.samples.make [--check]`.

The PDFs go to raw/documents/samples/, the keys to raw/documents/samples/key/. With `--check` nothing is written; the
exit status is 1 when a file there is not what would be made. Needs the Debian packages that `settings` names.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.samples import fonts, key, model
from tests.samples.settings import SETTINGS
from tests.samples.typeset import typeset

TARGET = Path(__file__).resolve().parents[2] / "raw" / "documents" / "samples"


def bundle(document: model.Json) -> dict[Path, bytes]:
    """The files of a document: the PDF in its own setting, and its key."""
    pdf = typeset(document, SETTINGS[document["setting"]])
    return {
        TARGET / document["file_name"]: pdf,
        TARGET / "key" / f"{document['doc']}.jsonl": key.key_text(document).encode("utf-8"),
    }


def main() -> int:
    """Write or check all bundled files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, say which files differ")
    check = parser.parse_args().check
    different = 0
    for name in model.names():
        try:
            files = bundle(model.load(name))
        except fonts.MissingFontError as error:
            print(error, file=sys.stderr)
            return 2
        for path, content in files.items():
            same = path.is_file() and path.read_bytes() == content
            different += not same
            if not same and not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            print(f"{path.name}: {'unchanged' if same else 'differs' if check else 'written'}, {len(content):,} bytes")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
